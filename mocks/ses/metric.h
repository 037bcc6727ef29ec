// The CloudWatch metric an event counts for: namespace AWS/SES, the dimensions of the event destination. Pure.
#pragma once
#include "mocks/ses/mail_event.h"

namespace lambent::ses {

// {"Namespace", "MetricData": [{"MetricName", "Dimensions": [{"Name", "Value"}], "Value": 1}]}: the input of PutMetricData.
Json metric_json(const EventMail& mail, const MailEvent& event, const EventDestination& destination, const Json& told);

}  // namespace lambent::ses
