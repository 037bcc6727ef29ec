"""Sends event["message"] as an SMS to event["phone"]. A throttled call is tried again by the client itself."""
import boto3

sns = boto3.client("sns")


def handler(event, context):
    sns.publish(PhoneNumber=event["phone"], Message=event["message"])
    return "Success!"
