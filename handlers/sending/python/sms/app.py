"""Sends event["message"] as an SMS to event["phoneNumber"] and returns "SMS sent!"."""
import boto3

sns = boto3.client("sns")  # kept between invocations; region, keys and AWS_ENDPOINT_URL come from the environment


def handler(event, context):
    sent = sns.publish(PhoneNumber=event["phoneNumber"], Message=event["message"])
    print("SMS", sent["MessageId"])
    return "SMS sent!"
