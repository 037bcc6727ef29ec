"""Sends event["message"] as an email to event["destinationEmail"] from the verified identity $SENDER; returns "Email sent!"."""
import os

import boto3

ses = boto3.client("ses")
SENDER = os.environ["SENDER"]


def handler(event, context):
    sent = ses.send_email(
        Source=SENDER,
        Destination={"ToAddresses": [event["destinationEmail"]]},
        Message={"Subject": {"Data": "A message for you", "Charset": "UTF-8"},
                 "Body": {"Text": {"Data": event["message"], "Charset": "UTF-8"}}})
    print("email", sent["MessageId"])
    return "Email sent!"
