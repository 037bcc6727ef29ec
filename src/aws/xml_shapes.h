// Values as XML by the shapes of a model, for the query and rest-xml protocols. Pure functions.
#pragma once
#include "aws/model.h"
#include "aws/xml_text.h"
#include "base/json.h"
#include "base/xml_tree.h"

namespace lambent {

// How the elements of a flattened list are called: query by the element's own name if it has one, rest-xml by the member's.
enum class FlatList { by_element, by_member };

void write_xml_member(XmlText& xml, const model::Member& member, const Json& value, FlatList lists);
// The members of a structure that stand in a body; those that are attributes belong to the element around them.
void write_xml_members(XmlText& xml, const model::Shape& shape, const Json& value, FlatList lists);
// A structure, list or map as an element of this name.
void write_xml(XmlText& xml, const model::Shape& shape, const Json& value, const std::string& name, const std::string& xml_namespace, FlatList lists);

// Throws AwsError MalformedXML for what does not fit the shape.
Json read_xml(const model::Shape& shape, const XmlElement& element);
// The members of a structure that stand in a body.
void read_xml_members(const model::Shape& shape, const XmlElement& element, Json& out);

}  // namespace lambent
