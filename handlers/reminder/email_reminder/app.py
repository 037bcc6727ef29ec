"""Mails event["message"] to event["email"] from the verified identity $SENDER."""
import os

import boto3

ses = boto3.client("ses")


def handler(event, context):
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [event["email"]]},
        Message={"Subject": {"Data": "A reminder from your reminder service!"}, "Body": {"Text": {"Data": event["message"]}}})
    return "Success!"
