// Map runs that read their items from buckets and write their results to them.
#include <gtest/gtest.h>

#include "base/gzip.h"
#include "tests/states/scripted_s3.h"

namespace lambent::states {
namespace {

struct MapStorage : testing::Test {
  MapStorage() { w.s3.buckets["b"] = {}; }
  std::string outcome(const std::string& more, const std::string& input = "{}") { return w.outcome(distributed(kPass, more), input); }
  std::map<std::string, std::string>& objects() { return w.s3.buckets["b"]; }
  MapWorld w{ClockMode::frozen};
};

TEST_F(MapStorage, ItemsComeFromAnObjectReadAsTheRole) {
  objects()["k"] = "[1,{\"a\":2}]";
  EXPECT_EQ(outcome(reader(R"("InputType":"JSON")")), R"([1,{"a":2}])") << w.fault();
  EXPECT_EQ(dump(w.events(w.last)[2]["mapStateStartedEventDetails"]), R"({"length":0})");
  EXPECT_EQ(w.s3.calls, std::vector<std::string>{"GetObject b/k"});  // once, however often the items are gone through
  EXPECT_TRUE(w.s3.callers[0].starts_with("arn:aws:sts::000000000000:assumed-role/machine/"));
  objects()["k"] = "{\"a\":1}\n{\"a\":2}\n";
  EXPECT_EQ(outcome(reader(R"("InputType":"JSONL")")), R"([{"a":1},{"a":2}])");
  objects()["k"] = "a|b\n1|2\n";
  EXPECT_EQ(outcome(reader(R"("InputType":"CSV","CSVHeaderLocation":"FIRST_ROW","CSVDelimiter":"PIPE")")), R"([{"a":"1","b":"2"}])");
  EXPECT_EQ(outcome(reader(R"("InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":["x"])")), R"([{"x":"a|b"},{"x":"1|2"}])");
  objects()["k"] = R"({"in":{"p":1,"q":2}})";
  EXPECT_EQ(outcome(reader(R"("InputType":"JSON","ItemsPointer":"/in")")), R"([{"Key":"p","Value":1},{"Key":"q","Value":2}])");
}

TEST_F(MapStorage, ItemsThatAreTooDeepForAChildFailTheMap) {
  const std::string deep = std::string(511, '[') + std::string(511, ']');
  objects()["k"] = "[" + deep + "]";
  const std::string more = reader(R"("InputType":"JSON")");
  for (const char* wrapped : {"", R"(,"ItemBatcher":{"MaxItemsPerBatch":2})", R"(,"ItemSelector":{"x":{"y":{"v.$":"$$.Map.Item.Value"}}})"})
    EXPECT_TRUE(outcome(more + wrapped).ends_with("The data is nested deeper than 500 levels.")) << wrapped;
}

TEST_F(MapStorage, ParametersComeFromTheInputAndItemsTellTheirSource) {
  objects()["dir/x.json"] = "[5]";
  const std::string more = R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket.$":"$.Bucket","Key.$":"$.Key"},"ReaderConfig":{"InputType":"JSON"}},
      "ItemSelector":{"s.$":"$$.Map.Item.Source","k.$":"$.Key"})";
  EXPECT_EQ(outcome(more, R"({"Bucket":"b","Key":"dir/x.json"})"), R"([{"s":"S3://b/dir/x.json","k":"dir/x.json"}])");
  std::string jsonata = distributed(kPass, R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":{"Bucket":"b","Key":"{% $states.input.Key %}"},
      "ReaderConfig":{"InputType":"JSON","MaxItems":"{% $m := 1 %}"}})");
  EXPECT_EQ(w.outcome(R"({"QueryLanguage":"JSONata",)" + jsonata.substr(1), R"({"Key":"dir/x.json"})"), "[5]");
}

TEST_F(MapStorage, MaxItems) {
  objects()["k"] = "[1,2,3]";
  const std::string path = reader(R"("InputType":"JSON","MaxItemsPath":"$.n")");
  EXPECT_EQ(outcome(reader(R"("InputType":"JSON","MaxItems":2)")), "[1,2]");
  EXPECT_EQ(outcome(reader(R"("InputType":"JSON","MaxItems":0)")), "[1,2,3]");
  EXPECT_EQ(outcome(path, R"({"n":1})"), "[1]");
  EXPECT_EQ(outcome(path, R"({"n":100000001})"), "[1,2,3]");
  EXPECT_EQ(outcome(path, R"({"n":-1})"), "States.ItemReaderFailed: field MaxItems must be positive");
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapRunStarted, 5<-4 MapRunFailed, 6<-5 MapStateFailed, 7<-6 ExecutionFailed");
  EXPECT_EQ(outcome(path, R"({"n":1.5})"), "States.Runtime: An error occurred while executing the state 'M' (entered at the event id #2). "
                                           "The MaxItemsPath field refers to value \"1.5\" which is not a valid integer: $.n");
}

TEST_F(MapStorage, ReadingFailsInTheWordsOfS3AndOfTheReader) {
  auto cause = [&](const std::string& more) {
    std::string said = outcome(more);
    EXPECT_TRUE(said.starts_with("States.ItemReaderFailed: ")) << said;
    return said.substr(sizeof "States.ItemReaderFailed: " - 1);
  };
  EXPECT_TRUE(cause(reader(R"("InputType":"JSON")")).starts_with("The specified key does not exist. (Service: S3, Status Code: 404, Request ID: "));
  w.s3.buckets.clear();
  EXPECT_TRUE(cause(reader(R"("InputType":"JSON")")).starts_with("The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: "));
  objects()["k"] = "1";
  EXPECT_EQ(cause(reader(R"("InputType":"JSON")")), "Attempting to map over non-iterable node.");
  EXPECT_EQ(cause(reader(R"("InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":["x","x"])")), "CSV headers cannot contain duplicates.");
  w.access.forbidden = "s3:GetObject";
  std::string said = w.outcome(distributed(kPass, reader(R"("InputType":"JSON")")), "{}", "arn:aws:iam::000000000000:role/denied");
  EXPECT_NE(said.find("is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k"), std::string::npos) << said;
}

TEST_F(MapStorage, AFaultInTheMiddleFailsTheRunBeforeAnyChildRuns) {
  objects()["k"] = "1\n2\noops\n";
  EXPECT_TRUE(outcome(reader(R"("InputType":"JSONL")")).starts_with("States.ItemReaderFailed: Unrecognized token 'oops'"));
  EXPECT_EQ(w.describe_run(w.map_run(w.last))["executionCounts"]["succeeded"], 0);
}

TEST_F(MapStorage, ListingsAreFollowedToTheirEnd) {
  for (const char* key : {"in/1", "in/2", "in/3", "in/4", "in/5", "out/1"}) objects()[key] = "x";
  const std::string list = R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"b","Prefix":"in/"})";
  Json items = parse_json(outcome(list + "}"));
  ASSERT_EQ(items.size(), 5u);
  EXPECT_EQ(dump(items[4]), R"({"Etag":"\"e-in/5\"","Key":"in/5","LastModified":1700000000.0,"Size":1,"StorageClass":"STANDARD"})");
  EXPECT_EQ(w.s3.calls.size(), 3u);
  EXPECT_EQ(parse_json(outcome(list + R"(,"ReaderConfig":{"MaxItems":3}})")).size(), 3u);
  EXPECT_EQ(parse_json(outcome(list + R"(},"ItemSelector":{"s.$":"$$.Map.Item.Source"})"))[0]["s"], "S3://b");
}

TEST_F(MapStorage, LoadAndFlattenGoesThroughAllObjects) {
  objects()["in/"] = "";
  objects()["in/1"] = "[1,2]";
  objects()["in/2"] = "[3]";
  const std::string list = R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"b","Prefix":"in/"},)"
                           R"("ReaderConfig":{"InputType":"JSON","Transformation":"LOAD_AND_FLATTEN"}},"ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$$.Map.Item.Value","s.$":"$$.Map.Item.Source"})";
  EXPECT_EQ(outcome(list), R"([{"i":0,"v":1,"s":"S3://b/in/1"},{"i":1,"v":2,"s":"S3://b/in/1"},{"i":2,"v":3,"s":"S3://b/in/2"}])");
}

TEST_F(MapStorage, ManifestsLeadToTheFiles) {
  objects()["k"] = R"({"destinationBucket":"arn:aws:s3:::b","fileFormat":"CSV","fileSchema":"Bucket, Key","files":[{"key":"data/1.csv.gz"},{"key":"data/2.csv.gz"}]})";
  objects()["data/1.csv.gz"] = gzip("\"src\",\"a\"\n\"src\",\"b\"\n");
  objects()["data/2.csv.gz"] = gzip("\"src\",\"c\"\n");
  EXPECT_EQ(outcome(reader(R"("InputType":"MANIFEST")")), R"([{"Bucket":"src","Key":"a"},{"Bucket":"src","Key":"b"},{"Bucket":"src","Key":"c"}])");
  EXPECT_EQ(outcome(reader(R"("ManifestType":"S3_INVENTORY","MaxItems":1)")), R"([{"Bucket":"src","Key":"a"}])");
  objects()["k"] = "s3://b/q/1.gz\ns3://b/q/2\n";
  objects()["q/1.gz"] = gzip("{\"n\":1}\n");
  objects()["q/2"] = "{\"n\":2}\n";
  EXPECT_EQ(outcome(reader(R"("InputType":"JSONL","ManifestType":"ATHENA_DATA")")), R"([{"n":1},{"n":2}])");
}

TEST_F(MapStorage, ResultsAreWrittenToFiles) {
  const std::string choosy = R"("C":{"Type":"Choice","Choices":[{"Variable":"$","NumericEquals":0,"Next":"F"}],"Default":"S"},"F":{"Type":"Fail","Error":"Zero","Cause":"why"},"S":{"Type":"Succeed"})";
  const std::string writer = R"(,"Label":"L","ToleratedFailureCount":1,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"b","Prefix":"jobs"})";
  Json result = parse_json(w.outcome(distributed(choosy, writer + "}"), "[1,0,2]"));
  std::string run = w.map_run(w.last), folder = "jobs/" + run.substr(run.rfind(':') + 1) + "/";
  EXPECT_EQ(dump(result), R"({"MapRunArn":")" + run + R"(","ResultWriterDetails":{"Bucket":"b","Key":")" + folder + R"(manifest.json"}})");
  Json manifest = parse_json(objects()[folder + "manifest.json"]);
  EXPECT_EQ(text_at(manifest, "DestinationBucket") + " " + text_at(manifest, "MapRunArn"), "b " + run);
  EXPECT_EQ(dump(manifest["ResultFiles"]["PENDING"]), "[]");
  EXPECT_EQ(text_at(manifest["ResultFiles"]["FAILED"][0], "Key"), folder + "FAILED_0.json");
  std::string text = objects()[folder + "SUCCEEDED_0.json"];
  EXPECT_EQ(manifest["ResultFiles"]["SUCCEEDED"][0]["Size"], text.size());
  Json records = parse_json(text);
  ASSERT_EQ(records.size(), 2u);
  Json child = w.describe(text_at(records[1], "ExecutionArn"));
  EXPECT_EQ(text_at(records[1], "Output") + text_at(records[1], "Input") + text_at(records[1], "Status"), "22SUCCEEDED");
  EXPECT_EQ(text_at(records[1], "Name"), text_at(child, "name"));
  EXPECT_EQ(text_at(records[1], "StartDate"), "2023-11-14T22:13:20.000Z");
  Json failed = parse_json(objects()[folder + "FAILED_0.json"]);
  EXPECT_EQ(text_at(failed[0], "Error") + text_at(failed[0], "Cause") + text_at(failed[0], "Input"), "Zerowhy0");

  w.outcome(distributed(choosy, writer + R"(,"WriterConfig":{"Transformation":"COMPACT","OutputType":"JSONL"}})"), "[1,0,2]");
  run = w.map_run(w.last);
  folder = "jobs/" + run.substr(run.rfind(':') + 1) + "/";
  EXPECT_EQ(objects()[folder + "SUCCEEDED_0.json"], "1\n2\n");
}

TEST_F(MapStorage, WriterConfigAloneFormsTheResult) {
  auto with = [&](const char* how) {
    return outcome(std::string(R"(,"ResultWriter":{"WriterConfig":{"Transformation":")") + how + R"(","OutputType":"JSON"}})", "[[1,2],3]");
  };
  EXPECT_EQ(with("COMPACT"), "[[1,2],3]");
  EXPECT_EQ(with("FLATTEN"), "[1,2,3]");
  Json records = parse_json(with("NONE"));
  EXPECT_EQ(text_at(records[0], "Output"), "[1,2]");
}

TEST_F(MapStorage, AFailedRunWritesWhatThereIsAndWhatIsMissing) {
  const std::string fail = R"("C":{"Type":"Fail","Error":"E"})";
  const std::string writer = R"(,"MaxConcurrency":1,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"b","Prefix":"p"}})";
  EXPECT_EQ(w.outcome(distributed(fail, writer), "[1,2,3]"), "States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded");
  std::string run = w.map_run(w.last), folder = "p/" + run.substr(run.rfind(':') + 1) + "/";
  EXPECT_EQ(parse_json(objects()[folder + "FAILED_0.json"]).size(), 1u);
  Json pending = parse_json(objects()[folder + "PENDING_0.json"]);
  ASSERT_EQ(pending.size(), 2u);
  EXPECT_EQ(text_at(pending[0], "Input"), "2");
}

TEST_F(MapStorage, AWriterThatCannotWriteFailsTheMap) {
  std::string said = outcome(R"(,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"nowhere"}})", "[1]");
  EXPECT_TRUE(said.starts_with("States.ResultWriterFailed: The specified bucket does not exist (Service: S3, Status Code: 404")) << said;
}

TEST_F(MapStorage, InlineMapsTakeNoneOfThis) {
  const std::string definition = R"({"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"C","States":{)" + kPass + "}}";
  EXPECT_EQ(w.outcome(definition + reader(R"("InputType":"JSON")") + "}}}", "[1]"),
            "States.Runtime: An error occurred while executing the state 'M' (entered at the event id #2). "
            "The ItemReader, ItemBatcher and ResultWriter fields are not supported for INLINE maps");
}

}  // namespace
}  // namespace lambent::states
