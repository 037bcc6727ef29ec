"""Templates through boto3: kept, rendered on trial, sent one by one and in bulk, with the recorded error texts."""
import email
import email.policy
import json

import pytest
import requests
from botocore.exceptions import ClientError

import mail
from server import Server


def fails(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code, caught.value
    return caught.value.response["Error"]["Message"]


@pytest.fixture(scope="module")
def post():
    one = Server("--clock", "real")
    mail.verify(one, "a@one.example", "two.example")
    one.client("ses").create_template(Template={"TemplateName": "hello", "SubjectPart": "Hi {{name}}", "TextPart": "Dear {{name}},{{#each items}}\r\n- {{this}}{{/each}}",
                                                "HtmlPart": "<p>{{name}}</p>"})
    yield one
    assert one.stop()


def test_templates_are_kept(post):
    ses, v2 = post.client("ses"), post.client("sesv2")
    assert fails("AlreadyExists", ses.create_template, Template={"TemplateName": "hello"}) == "Template hello already exists."
    assert ses.get_template(TemplateName="hello")["Template"]["SubjectPart"] == "Hi {{name}}"
    assert v2.get_email_template(TemplateName="hello")["TemplateContent"]["Html"] == "<p>{{name}}</p>"
    v2.create_email_template(TemplateName="second", TemplateContent={"Subject": "s", "Text": "t"})
    assert {t["Name"] for t in ses.list_templates()["TemplatesMetadata"]} >= {"hello", "second"}
    v2.update_email_template(TemplateName="second", TemplateContent={"Subject": "changed"})
    assert ses.get_template(TemplateName="second")["Template"]["SubjectPart"] == "changed"
    v2.delete_email_template(TemplateName="second")
    assert fails("TemplateDoesNotExist", ses.get_template, TemplateName="second") == "Template second does not exist."
    assert fails("NotFoundException", v2.get_email_template, TemplateName="second") == "Template second does not exist."
    ses.delete_template(TemplateName="second")
    assert "line 1" in fails("InvalidTemplate", ses.create_template, Template={"TemplateName": "bad", "TextPart": "{{#if x}}"})


def test_rendered_on_trial(post):
    ses, v2 = post.client("ses"), post.client("sesv2")
    text = ses.test_render_template(TemplateName="hello", TemplateData=json.dumps({"name": "Ännchen", "items": [1, 2]}))["RenderedTemplate"]
    message = email.message_from_string(text, policy=email.policy.default)
    assert message["Subject"] == "Hi Ännchen"
    assert message.get_body(("plain",)).get_content().splitlines() == ["Dear Ännchen,", "- 1", "- 2"]
    assert message.get_body(("html",)).get_content().strip() == "<p>Ännchen</p>"
    assert fails("MissingRenderingAttribute", ses.test_render_template, TemplateName="hello", TemplateData="{}") == (
        "Attribute 'name' is not present in the rendering data.")
    assert fails("InvalidRenderingParameter", ses.test_render_template, TemplateName="hello", TemplateData="[]").startswith("Template rendering data is invalid:")
    assert v2.test_render_email_template(TemplateName="hello", TemplateData='{"name": "x"}')["RenderedTemplate"]


def test_sent_and_not_sent(post):
    ses, v2 = post.client("ses"), post.client("sesv2")
    given = dict(Source="a@one.example", Destination={"ToAddresses": ["b@two.example"]}, Template="hello")
    sent = ses.send_templated_email(**given, TemplateData='{"name": "Bob"}')["MessageId"]
    shown = mail.outbox(post, sent)[0]
    assert (shown["Template"], shown["Subject"], shown["Body"]["text_part"]) == ("hello", "Hi Bob", "Dear Bob,")
    message = email.message_from_bytes(mail.raw(post, sent), policy=email.policy.default)
    assert message["Message-ID"] == f"<{sent}@email.amazonses.com>"
    assert message["To"] == "b@two.example"
    lost = ses.send_templated_email(**given, TemplateData="{}")["MessageId"]
    assert mail.outbox(post, lost) == []
    journal = requests.get(f"{post.url}/_lambent/api/v1/journal?type=rendering-failure", timeout=60).json()
    entries = journal["items"] if isinstance(journal, dict) and "items" in journal else journal
    assert "Attribute 'name' is not present in the rendering data." in json.dumps(entries)
    given = dict(FromEmailAddress="a@one.example", Destination={"ToAddresses": ["b@two.example"]})
    sent = v2.send_email(**given, Content={"Template": {"TemplateContent": {"Subject": "{{s}}", "Text": "t"}, "TemplateData": '{"s": "inline"}'}})["MessageId"]
    assert mail.outbox(post, sent)[0]["Subject"] == "inline"
    assert fails("NotFoundException", v2.send_email, **given, Content={"Template": {"TemplateName": "none", "TemplateData": "{}"}}) == "Template none does not exist."


def test_bulk(post):
    ses, v2 = post.client("ses"), post.client("sesv2")
    status = ses.send_bulk_templated_email(
        Source="a@one.example", Template="hello", DefaultTemplateData='{"name": "all"}',
        Destinations=[{"Destination": {"ToAddresses": ["b@two.example"]}, "ReplacementTemplateData": '{"name": "B"}'},
                      {"Destination": {"ToAddresses": ["c@two.example"]}},
                      {"Destination": {"ToAddresses": ["x@elsewhere.example"]}}])["Status"]
    assert [s["Status"] for s in status] == ["Success", "Success", "MessageRejected"]
    assert [mail.outbox(post, s["MessageId"])[0]["Subject"] for s in status[:2]] == ["Hi B", "Hi all"]
    results = v2.send_bulk_email(
        FromEmailAddress="a@one.example", DefaultContent={"Template": {"TemplateName": "hello", "TemplateData": '{"name": "all"}'}},
        BulkEmailEntries=[{"Destination": {"ToAddresses": ["b@two.example"]}},
                          {"Destination": {"ToAddresses": ["no address"]}}])["BulkEmailEntryResults"]
    assert [r["Status"] for r in results] == ["SUCCESS", "INVALID_PARAMETER"]


def test_a_template_that_loops_ends(post):
    ses = post.client("ses")
    ses.create_template(Template={"TemplateName": "loop", "SubjectPart": "s", "TextPart": '{{#* inline "a"}}{{> a}}{{> a}}{{/inline}}{{> a}}'})
    assert "nests too deeply" in fails("InvalidRenderingParameter", ses.test_render_template, TemplateName="loop", TemplateData="{}")
    big = "{{#each l}}{{#each ../l}}{{#each ../../l}}{{#each ../../../l}}x{{/each}}{{/each}}{{/each}}{{/each}}"
    ses.create_template(Template={"TemplateName": "big", "SubjectPart": "s", "TextPart": big})
    data = json.dumps({"l": list(range(100))})
    assert "too many steps" in fails("InvalidRenderingParameter", ses.test_render_template, TemplateName="big", TemplateData=data)


def test_templates_have_tags(post):
    v2 = post.client("sesv2")
    v2.create_email_template(TemplateName="tagged", TemplateContent={"Subject": "s", "Text": "t"}, Tags=[{"Key": "team", "Value": "red"}])
    arn = "arn:aws:ses:us-east-1:000000000000:template/tagged"
    v2.tag_resource(ResourceArn=arn, Tags=[{"Key": "size", "Value": "1"}])
    v2.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert v2.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "size", "Value": "1"}]
    fails("NotFoundException", v2.list_tags_for_resource, ResourceArn=arn + "x")


def test_a_template_may_hold_the_unsubscribe_link(post):
    v2 = post.client("sesv2")
    v2.create_contact_list(ContactListName="news", Topics=[{"TopicName": "weekly", "DisplayName": "Weekly", "DefaultSubscriptionStatus": "OPT_IN"}])
    content = {"Subject": "Hi {{name}}", "Html": "<p>{{name}} <a href='{{amazonSESUnsubscribeUrl}}'>leave</a></p>"}
    sent = v2.send_email(FromEmailAddress="a@one.example", Destination={"ToAddresses": ["b@two.example"]},
                         Content={"Template": {"TemplateContent": content, "TemplateData": "{\"name\": \"Ada\"}"}},
                         ListManagementOptions={"ContactListName": "news", "TopicName": "weekly"})["MessageId"]
    html = requests.get(f"{post.url}/_aws/ses", params={"id": sent}, timeout=60).json()["messages"][0]["Body"]["html_part"]
    assert f"{post.url}/_aws/ses/unsubscribe/{sent}" in html and "{{" not in html
    v2.delete_contact_list(ContactListName="news")
