"""What SQS's older query protocol adds to its model. botocore's model tells only of the JSON protocol since 2023; these
names and codes are those of the API reference 2012-11-05 and of the traits awsQueryError and xmlName in AWS's own model.
"""
import copy

NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/"

# Shape.member to the name on the wire.
NAMES = {
    "AWSAccountIdList.member": "AWSAccountId",
    "ActionNameList.member": "ActionName",
    "AddPermissionRequest.AWSAccountIds": "AWSAccountId",
    "AddPermissionRequest.Actions": "ActionName",
    "AttributeNameList.member": "AttributeName",
    "BatchResultErrorEntryList.member": "BatchResultErrorEntry",
    "BinaryList.member": "BinaryListValue",
    "ChangeMessageVisibilityBatchRequest.Entries": "ChangeMessageVisibilityBatchRequestEntry",
    "ChangeMessageVisibilityBatchRequestEntryList.member": "ChangeMessageVisibilityBatchRequestEntry",
    "ChangeMessageVisibilityBatchResultEntryList.member": "ChangeMessageVisibilityBatchResultEntry",
    "CreateQueueRequest.Attributes": "Attribute",
    "CreateQueueRequest.tags": "Tag",
    "DeleteMessageBatchRequest.Entries": "DeleteMessageBatchRequestEntry",
    "DeleteMessageBatchRequestEntryList.member": "DeleteMessageBatchRequestEntry",
    "DeleteMessageBatchResultEntryList.member": "DeleteMessageBatchResultEntry",
    "GetQueueAttributesRequest.AttributeNames": "AttributeName",
    "GetQueueAttributesResult.Attributes": "Attribute",
    "ListDeadLetterSourceQueuesResult.queueUrls": "QueueUrl",
    "ListMessageMoveTasksResultEntryList.member": "ListMessageMoveTasksResultEntry",
    "ListQueueTagsResult.Tags": "Tag",
    "ListQueuesResult.QueueUrls": "QueueUrl",
    "Message.Attributes": "Attribute",
    "Message.MessageAttributes": "MessageAttribute",
    "MessageAttributeNameList.member": "MessageAttributeName",
    "MessageAttributeValue.BinaryListValues": "BinaryListValue",
    "MessageAttributeValue.StringListValues": "StringListValue",
    "MessageBodyAttributeMap.key": "Name",
    "MessageBodyAttributeMap.value": "Value",
    "MessageBodySystemAttributeMap.key": "Name",
    "MessageBodySystemAttributeMap.value": "Value",
    "MessageList.member": "Message",
    "MessageSystemAttributeList.member": "MessageSystemAttributeName",
    "MessageSystemAttributeMap.key": "Name",
    "MessageSystemAttributeMap.value": "Value",
    "MessageSystemAttributeValue.BinaryListValues": "BinaryListValue",
    "MessageSystemAttributeValue.StringListValues": "StringListValue",
    "QueueAttributeMap.key": "Name",
    "QueueAttributeMap.value": "Value",
    "QueueUrlList.member": "QueueUrl",
    "ReceiveMessageRequest.AttributeNames": "AttributeName",
    "ReceiveMessageRequest.MessageAttributeNames": "MessageAttributeName",
    "ReceiveMessageRequest.MessageSystemAttributeNames": "MessageSystemAttributeName",
    "ReceiveMessageResult.Messages": "Message",
    "SendMessageBatchRequest.Entries": "SendMessageBatchRequestEntry",
    "SendMessageBatchRequestEntry.MessageAttributes": "MessageAttribute",
    "SendMessageBatchRequestEntry.MessageSystemAttributes": "MessageSystemAttribute",
    "SendMessageBatchRequestEntryList.member": "SendMessageBatchRequestEntry",
    "SendMessageBatchResultEntryList.member": "SendMessageBatchResultEntry",
    "SendMessageRequest.MessageAttributes": "MessageAttribute",
    "SendMessageRequest.MessageSystemAttributes": "MessageSystemAttribute",
    "SetQueueAttributesRequest.Attributes": "Attribute",
    "StringList.member": "StringListValue",
    "TagKeyList.member": "TagKey",
    "TagMap.key": "Key",
    "TagMap.value": "Value",
    "TagQueueRequest.Tags": "Tag",
    "UntagQueueRequest.TagKeys": "TagKey",
}
for batch in ("ChangeMessageVisibilityBatch", "DeleteMessageBatch", "SendMessageBatch"):
    NAMES[batch + "Result.Successful"] = batch + "ResultEntry"
    NAMES[batch + "Result.Failed"] = "BatchResultErrorEntry"
NAMES["ListMessageMoveTasksResult.Results"] = "ListMessageMoveTasksResultEntry"

PREFIX = "AWS.SimpleQueueService."

# Error shape to its code in the query protocol and its HTTP status.
ERRORS = {
    "BatchEntryIdsNotDistinct": (PREFIX + "BatchEntryIdsNotDistinct", 400),
    "BatchRequestTooLong": (PREFIX + "BatchRequestTooLong", 400),
    "EmptyBatchRequest": (PREFIX + "EmptyBatchRequest", 400),
    "InvalidAddress": ("InvalidAddress", 404),
    "InvalidBatchEntryId": (PREFIX + "InvalidBatchEntryId", 400),
    "InvalidIdFormat": ("InvalidIdFormat", 404),
    "InvalidSecurity": ("InvalidSecurity", 403),
    "MessageNotInflight": (PREFIX + "MessageNotInflight", 400),
    "OverLimit": ("OverLimit", 403),
    "PurgeQueueInProgress": (PREFIX + "PurgeQueueInProgress", 403),
    "QueueDeletedRecently": (PREFIX + "QueueDeletedRecently", 400),
    "QueueDoesNotExist": (PREFIX + "NonExistentQueue", 400),
    "QueueNameExists": ("QueueAlreadyExists", 400),
    "ReceiptHandleIsInvalid": ("ReceiptHandleIsInvalid", 404),
    "RequestThrottled": ("RequestThrottled", 403),
    "ResourceNotFoundException": ("ResourceNotFoundException", 404),
    "TooManyEntriesInBatchRequest": (PREFIX + "TooManyEntriesInBatchRequest", 400),
    "UnsupportedOperation": (PREFIX + "UnsupportedOperation", 400),
    # Not in the model, but answered: as recorded.
    "AccessDeniedException": ("AccessDenied", 403),
    "InvalidParameterValueException": ("InvalidParameterValue", 400),
    "MissingRequiredParameterException": ("MissingParameter", 400),
}


# Answered without one of the two when there is none of that sort, as recorded, though the model says both are there.
MAY_LACK = ["ChangeMessageVisibilityBatchResult", "DeleteMessageBatchResult", "SendMessageBatchResult"]


def add_errors(model):
    """Codes, statuses and what is recorded, into a service model of botocore."""
    shapes = model["shapes"]
    for name in MAY_LACK:
        shapes[name].pop("required", None)
    for name, (code, status) in ERRORS.items():
        key = "Message" if name == "AccessDeniedException" else "message"
        shape = shapes.setdefault(name, {"type": "structure", "members": {key: {"shape": "ExceptionMessage"}}, "exception": True})
        shape["error"] = {"code": code, "httpStatusCode": status}


def in_query_form(model):
    """The same service as the query protocol spells it: models/sqs_query.json."""
    out = copy.deepcopy(model)
    out["metadata"].update(protocol="query", protocols=["query"], xmlNamespace=NAMESPACE)
    out["metadata"].pop("awsQueryCompatible", None)
    for place, name in NAMES.items():
        shape, part = place.split(".")
        members = out["shapes"][shape].get("members", {})
        (members[part] if part in members else out["shapes"][shape][part])["locationName"] = name
    return out
