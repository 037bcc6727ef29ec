// Cases from the Handlebars guide (handlebarsjs.com/guide) and the SES developer guide, one a line.
#include "mocks/ses/handlebars/template.h"

#include <gtest/gtest.h>

namespace lambent::ses {
namespace {

std::string rendered(const std::string& text, const std::string& data) {
  try {
    return handlebars::render(handlebars::parse(text), parse_json(data));
  } catch (const handlebars::SyntaxError& e) {
    return std::string("syntax: ") + e.what();
  } catch (const handlebars::RenderError& e) {
    return std::string("error: ") + e.what();
  }
}

struct Case {
  const char *text, *data, *out;
};

void check(std::initializer_list<Case> cases) {
  for (const auto& c : cases) EXPECT_EQ(rendered(c.text, c.data), c.out) << c.text << " with " << c.data;
}

TEST(Handlebars, Values) {
  check({{"{{firstname}} {{lastname}}", R"({"firstname": "Yehuda", "lastname": "Katz"})", "Yehuda Katz"},
         {"{{person.firstname}} {{person/lastname}}", R"({"person": {"firstname": "Y", "lastname": "K"}})", "Y K"},
         {"{{{raw}}} {{raw}} {{&raw}}", R"({"raw": "<b>&"})", "<b>& <b>& <b>&"},
         {"{{n}} {{b}} {{f}}", R"({"n": 3, "b": false, "f": 1.5})", "3 false 1.5"},
         {"{{list}} {{map}}", R"({"list": [1, "a"], "map": {"k": 1}})", R"([1,"a"] {"k":1})"},
         {"{{a.[0]}} {{a.1}} {{b.[odd name]}}", R"({"a": ["x", "y"], "b": {"odd name": "z"}})", "x y z"},
         {"{{ spaced }}{{! a comment }}{{!-- with }} --}}.", R"({"spaced": 1})", "1."},
         {R"(\{{escaped}} \\{{x}})", R"({"x": 1})", R"({{escaped}} \1)"},
         {"{{this.x}} {{./x}}", R"({"x": 1})", "1 1"},
         {"{{\"text\"}} {{12}} {{true}}", "{}", "text 12 true"}});
}

TEST(Handlebars, WhatIsMissingIsSaid) {
  check({{"Dear {{name}}", "{}", "error: Attribute 'name' is not present in the rendering data."},
         {"{{a.b.c}}", R"({"a": {"b": {}}})", "error: Attribute 'a.b.c' is not present in the rendering data."},
         {"{{name}}", R"({"name": null})", "error: Attribute 'name' is not present in the rendering data."},
         {"{{#if x}}a{{/if}}{{#each y}}b{{/each}}{{#with z}}c{{/with}}{{#s}}d{{/s}}.", "{}", "."},
         {"{{#each l}}{{gone}}{{/each}}", R"({"l": [1]})", "error: Attribute 'gone' is not present in the rendering data."},
         {"{{@index}}", "{}", "error: Attribute '@index' is not present in the rendering data."}});
}

TEST(Handlebars, Conditions) {
  for (const char* falsy : {"false", "null", "\"\"", "0", "[]"})
    EXPECT_EQ(rendered("{{#if x}}yes{{else}}no{{/if}}{{#unless x}}!{{/unless}}", std::string(R"({"x": )") + falsy + "}"), "no!") << falsy;
  for (const char* true_ish : {"true", "\"a\"", "1", "[0]", "{}"})
    EXPECT_EQ(rendered("{{#if x}}yes{{else}}no{{/if}}{{#unless x}}!{{/unless}}", std::string(R"({"x": )") + true_ish + "}"), "yes") << true_ish;
  check({{"{{#if a}}1{{else if b}}2{{else}}3{{/if}}", R"({"b": 1})", "2"},
         {"{{#if a}}1{{else if b}}2{{else if c}}3{{else}}4{{/if}}", "{}", "4"},
         {"{{#if a}}1{{^}}2{{/if}}", "{}", "2"},
         {"{{#if a.b}}{{#if c}}x{{else}}y{{/if}}{{/if}}", R"({"a": {"b": 1}})", "y"}});
}

TEST(Handlebars, Lists) {
  check({{"{{#each people}}{{this}},{{/each}}", R"({"people": ["Yehuda", "Alan"]})", "Yehuda,Alan,"},
         {"{{#each l}}{{@index}}:{{n}}{{#unless @last}}, {{/unless}}{{/each}}", R"({"l": [{"n": "a"}, {"n": "b"}]})", "0:a, 1:b"},
         {"{{#each o}}{{@key}}={{.}};{{/each}}", R"({"o": {"a": 1, "b": 2}})", "a=1;b=2;"},
         {"{{#each l}}{{else}}none{{/each}}", R"({"l": []})", "none"},
         {"{{#each l}}{{../name}}-{{this}} {{/each}}", R"({"l": [1, 2], "name": "n"})", "n-1 n-2 "},
         {"{{#each l}}{{name}}{{/each}}", R"({"l": [{}], "name": "around"})", "around"},
         {"{{#each l}}{{./name}}{{/each}}", R"({"l": [{}], "name": "around"})", "error: Attribute './name' is not present in the rendering data."},
         {"{{#each l}}{{#each this}}{{@../index}}{{@index}} {{/each}}{{/each}}", R"({"l": [[1, 2], [3]]})", "00 01 10 "},
         {"{{#each l as |v i|}}{{i}}{{v}} {{/each}}", R"({"l": ["a", "b"]})", "0a 1b "},
         {"{{#each l}}{{#if @first}}[{{/if}}{{this}}{{#if @last}}]{{/if}}{{/each}}", R"({"l": [1, 2, 3]})", "[123]"},
         {"{{#list}}{{x}}{{/list}}{{^list}}none{{/list}}", R"({"list": [{"x": 1}, {"x": 2}]})", "12"},
         {"{{#on}}{{y}}{{/on}}{{#o}}{{y}}{{/o}}", R"({"on": true, "y": 1, "o": {"y": 2}})", "12"},
         {"{{#each l}}{{@root.t}}{{/each}}", R"({"l": [1, 2], "t": "x"})", "xx"}});
}

TEST(Handlebars, WithAndLookup) {
  check({{"{{#with person}}{{first}} {{last}}{{/with}}", R"({"person": {"first": "Y", "last": "K"}})", "Y K"},
         {"{{#with city as |c|}}{{c.name}}{{/with}}", R"({"city": {"name": "SF"}})", "SF"},
         {"{{#with gone}}x{{else}}no{{/with}}", "{}", "no"},
         {"{{lookup map key}}", R"({"map": {"a": 1}, "key": "a"})", "1"},
         {"{{#each l}}{{lookup ../names @index}} {{/each}}", R"({"l": [1, 2], "names": ["x", "y"]})", "x y "},
         {"{{#with (lookup cities city)}}{{name}}{{/with}}", R"({"cities": {"k": {"name": "Kyiv"}}, "city": "k"})", "Kyiv"},
         {"{{lookup map \"none\"}}.", R"({"map": {}})", "."}});
}

TEST(Handlebars, Partials) {
  check({{R"({{#* inline "full"}}{{first}}{{#if last}} {{last}}{{/if}}{{/inline~}}
Hello {{> full}}!)",
          R"({"first": "A", "last": "B"})", "Hello A B!"},
         {R"({{> n who="x"}}{{#* inline "n"}}[{{who}}]{{/inline}})", "{}", "[x]"},
         {R"({{#* inline "n"}}{{v}}{{/inline}}{{#each l}}{{> n}}{{/each}}{{> n o}})", R"({"l": [{"v": 1}, {"v": 2}], "o": {"v": 3}})", "123"},
         {R"({{#* inline "a"}}A{{/inline}}{{> (lookup . "which")}})", R"({"which": "a"})", "A"},
         {"{{> gone}}", "{}", "syntax: line 1: the partial 'gone' does not exist"},
         {R"({{#* inline "a"}}A{{/inline}}{{> (lookup . "which")}})", R"({"which": "b"})", "error: The partial 'b' does not exist."}});
}

TEST(Handlebars, WhiteSpace) {
  check({{"a {{~x~}} b", R"({"x": 1})", "a1b"},
         {"{{#each l ~}}\n {{this}}\n{{~/each}}", R"({"l": [1, 2]})", "12"},
         {"{{#if x}}\nyes\n{{/if}}\n", R"({"x": 1})", "\nyes\n\n"},
         {"a {{~! gone ~}} b", "{}", "ab"},
         {"a {{~!-- gone --~}} b", "{}", "ab"},
         {"a {{{~x~}}} b", R"({"x": 1})", "a1b"},
         {"{{#if x~}} a {{~else~}} b {{~/if}}", R"({"x": 1})", "a"}});
}

TEST(Handlebars, MistakesNameTheirLine) {
  check({{"a\n{{#if x}}", "{}", "syntax: line 2: 'if' is not closed by '{{/if}}'"},
         {"{{#if x}}\n{{/each}}", "{}", "syntax: line 2: found '{{/each}}' where '{{/if}}' was expected"},
         {"{{/if}}", "{}", "syntax: line 1: '{{/if}}' closes nothing"},
         {"{{else}}", "{}", "syntax: line 1: '{{else}}' closes nothing"},
         {"{{}}", "{}", "syntax: line 1: an empty tag"},
         {"{{name", "{}", "syntax: line 1: a tag that does not end"},
         {"{{upper name}}", "{}", "syntax: line 1: could not find helper: 'upper'"},
         {"{{#foo bar}}{{/foo}}", "{}", "syntax: line 1: could not find helper: 'foo'"},
         {"{{{{raw}}}}", "{}", "syntax: line 1: raw blocks are not supported"},
         {"{{=<% %>=}}", "{}", "syntax: line 1: other delimiters are not supported"},
         {"{{#> layout}}{{/layout}}", "{}", "syntax: line 1: partial blocks are not supported"},
         {"{{a..b}}", "{}", "syntax: line 1: 'a..b' is no path"},
         {"{{!-- no end", "{}", "syntax: line 1: a comment that does not end"}});
}

TEST(Handlebars, LoopsEnd) {
  EXPECT_EQ(rendered(R"({{#* inline "a"}}{{> a}}{{/inline}}{{> a}})", "{}"), "error: The template nests too deeply: a partial uses itself.");
  std::string doubling = R"({{#* inline "p0"}}x{{/inline}})";
  for (int i = 1; i < 40; ++i) {
    const std::string below = "{{> p" + std::to_string(i - 1) + "}}";
    doubling += "{{#* inline \"p" + std::to_string(i) + "\"}}" + below + below + "{{/inline}}";
  }
  EXPECT_EQ(rendered(doubling + "{{> p39}}", "{}"), "error: The template takes too many steps to render.");
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "{{#if x}}";
  EXPECT_EQ(rendered(deep, "{}"), "syntax: line 1: more than 100 levels of blocks");
  std::string list = "1";
  for (int i = 0; i < 20'000; ++i) list += ",1";
  EXPECT_EQ(rendered("{{#each l}}" + std::string(1000, 'x') + "{{/each}}", "{\"l\": [" + list + "]}"), "error: The rendered template is larger than 10 MB.");
}

}  // namespace
}  // namespace lambent::ses
