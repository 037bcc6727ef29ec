// Pairs matchers with values by least difference: the expected effects of a case with those that happened.
//
//   auto pairing = pair_matchers(matchers, values, context, Order::free, same_kind);
//   for (auto [e, a] : pairing.pairs) report(matchers[e]->differences(*values[a], context));   // in this order
//
// Bindings. A name bound before the pairing counts in every cost. For names first bound inside it: the best pairing is
// made as if each pair were alone; if its pairs, judged in the order of the expected items with one set of bindings,
// cost no more than that, it is the best there is. Otherwise assignments are searched depth first in that order, each
// judged with the bindings of the pairs before it, for at most 20'000 pairs; the best one found is taken. So two mails
// and two messages that share ids are paired by their ids, whatever order they happened in. With Order::given the
// alignment is not searched again. The bindings are left as they were; judge the pairs in their order to make them.
#pragma once
#include <vector>

#include "ipo/match/matcher.h"
#include "ipo/match/pairing.h"

namespace lambent::ipo {

// `may_pair` says which may be a pair at all (a mail is never a message); without it all may. If the limits of the
// context are used up, what is not paired yet stays alone.
Pairing pair_matchers(const std::vector<const Matcher*>& expected, const std::vector<const Json*>& actual, Context& context,
                      Order order, const std::function<bool(size_t expected, size_t actual)>& may_pair = {});

}  // namespace lambent::ipo
