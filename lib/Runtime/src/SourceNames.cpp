//===- SourceNames.cpp - What is a member called that has no name at run time? ------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "SourceNames.h"

#include <cctype>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace stowaway::detail {

namespace {

std::string read_file(const char *name) {
  std::string text;
  const std::unique_ptr<FILE, int (*)(FILE *)> file(std::fopen(name, "re"), std::fclose);
  if (!file)
    return text;
  char buffer[16384];
  constexpr std::size_t limit = 4 << 20;
  for (std::size_t size;
       text.size() < limit && (size = std::fread(buffer, 1, sizeof buffer, file.get())) > 0;)
    text.append(buffer, size);
  return text;
}

/// The arguments between the parenthesis at `open` and its partner; empty when there is none, or
/// when another call follows and `alone` is asked for.
std::vector<std::string_view> arguments_at(std::string_view text, std::size_t open, bool alone) {
  std::vector<std::string_view> arguments;
  int depth = 0;
  std::size_t begin = open + 1;
  for (std::size_t at = open; at < text.size() && at - open < 4096; ++at) {
    const char c = text[at];
    if (c == '"' || c == '\'' || c == ';' || c == '/')
      return {}; // literals, comments: not the plain list of members that is looked for
    if (c == '(' || c == '[' || c == '{')
      ++depth;
    else if (c == ')' || c == ']' || c == '}')
      --depth;
    if ((c == ',' && depth == 1) || depth == 0) {
      arguments.push_back(text.substr(begin, at - begin));
      begin = at + 1;
      if (depth == 0) {
        // archive(first_)(second_): clang gives both calls the same column.
        const auto next = text.find_first_not_of(" \t\r\n", begin);
        if (alone && next != text.npos && text[next] == '(')
          return {};
        return arguments;
      }
    }
  }
  return {};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto begin = text.find_first_not_of(space);
  if (begin == text.npos)
    return {};
  return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

bool is_member_name(std::string_view name) {
  for (const char c : name)
    if (!(std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-' ||
          c == '>'))
      return false;
  return !name.empty() && !std::isdigit(static_cast<unsigned char>(name.front()));
}

} // namespace

std::string name_of_argument(const std::source_location &place, std::size_t index,
                             std::size_t count) {
  if (place.line() == 0)
    return {};
  const std::string text = read_file(place.file_name());
  std::size_t line_begin = 0;
  for (unsigned line = 1; line < place.line(); ++line) {
    line_begin = text.find('\n', line_begin);
    if (line_begin == text.npos)
      return {};
    ++line_begin;
  }
  // g++ gives the column of a parenthesis of the call, clang that of its beginning.
  std::size_t at = line_begin + (place.column() ? place.column() - 1 : 0);
  if (at >= text.size())
    return {};
  const bool exact = text[at] == ')';
  if (exact) {
    int depth = 0;
    do {
      depth += text[at] == ')' ? 1 : text[at] == '(' ? -1 : 0;
    } while (depth > 0 && at-- > 0);
    if (depth != 0)
      return {};
  } else {
    at = text.find('(', at);
    if (at == text.npos)
      return {};
  }
  const auto arguments = arguments_at(text, at, !exact);
  if (arguments.size() != count || index >= count)
    return {};
  auto name = trimmed(arguments[index]);
  if (name.starts_with("this->"))
    name.remove_prefix(6);
  return is_member_name(name) ? std::string(name) : std::string();
}

} // namespace stowaway::detail
