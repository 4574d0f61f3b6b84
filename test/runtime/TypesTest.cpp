//===- TypesTest.cpp - Do the types that users really write arrive whole, or not at all? --------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <any>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <variant>

// After the library's headers, which must find the version all the same.
#include "Fixture.h"

#include <cereal/cereal.hpp>

namespace {

struct Address {
  const std::string host;
  int port = 0;
  const int flags[2] = {0, 0};
  const std::array<short, 2> pair = {};
  bool operator==(const Address &) const = default;
};
struct Watched {
  const Event stop;
  int id = 0;
};

STOWAWAY_EVERY_METHOD(TypesTest);
STOWAWAY_SENDING_METHODS(SentTypesTest);

TEST_F(RuntimeTest, ConstMembersArrive) {
  const Address address{"localhost", 80, {1, 2}, {3, 4}};
  EXPECT_TRUE(decode<Address>(encode(address)) == address);
  using Entry = std::pair<const std::string, int>;
  const std::vector<Entry> entries{{"one", 1}, {"two", 2}};
  EXPECT_TRUE(decode<std::vector<Entry>>(encode(entries)) == entries);
  EXPECT_EQ(
      *decode<std::optional<const std::string>>(encode(std::optional<const std::string>("x"))),
      "x");

  Watched watched{Event(), 7};
  Task task([](const Watched &it) { return it.stop.wait_for(patience) ? it.id : -1; }, watched);
  task.start();
  Event(watched.stop).set();
  EXPECT_EQ(task.result(), 7);
}

struct Versioned {
  int a = 0, b = 0;
  template <class Archive>
  void serialize(Archive &archive, std::uint32_t version) {
    archive(a);
    if (version >= 3)
      archive(b);
  }
  bool operator==(const Versioned &) const = default;
};
struct Unversioned {
  int a = 0;
  std::uint32_t told = 99;
  template <class Archive>
  void serialize(Archive &archive, std::uint32_t version) {
    archive(a);
    told = version;
  }
};

} // namespace
CEREAL_CLASS_VERSION(Versioned, 3)
namespace {

TEST(TypesOnce, VersionIsTheCurrentOne) {
  const Versioned value{1, 2};
  EXPECT_TRUE(decode<Versioned>(encode(value)) == value);
  EXPECT_EQ(decode<Unversioned>(encode(Unversioned{5})).told, 0u);
}

/// Sends objects that live only while its transfer function runs.
struct Maker {
  int first = 0, second = 0;
  std::vector<Event> events;
  template <class Archive>
  void save(Archive &archive) const {
    for (int i = 1; i <= 2; ++i)
      archive(std::make_shared<int>(i));
    for (int i = 0; i < 3; ++i) {
      Event event;
      if (i == 1)
        event.set();
      archive(event);
    }
  }
  template <class Archive>
  void load(Archive &archive) {
    std::shared_ptr<int> value;
    archive(value);
    first = *value;
    archive(value);
    second = *value;
    for (int i = 0; i < 3; ++i)
      archive(events.emplace_back());
  }
  int seen() const {
    return first * 1000 + second * 100 + events.at(0).is_set() * 4 + events.at(1).is_set() * 2 +
           events.at(2).is_set();
  }
};

TEST_P(SentTypesTest, WhatATransferFunctionMakesIsKeptUntilItIsSent) {
  Task task(&Maker::seen, Maker());
  task.start();
  EXPECT_EQ(task.result(), 1202);

  Pool pool(1);
  EXPECT_EQ(pool.submit(&Maker::seen, Maker()).get(), 1202);
}

TEST_F(RuntimeTest, ResultIsOfTheTypeThatIsAskedFor) {
  const auto result_of = [](auto task) {
    task.start();
    return task.result();
  };
  EXPECT_EQ(result_of(Task<float>([] { return 42; })), 42.0F);
  EXPECT_EQ(result_of(Task<long>([] { return 7; })), 7);
  EXPECT_TRUE(result_of(Task<bool>([] { return 256L; })));
  EXPECT_EQ(result_of(Task<std::string>([] { return "text"; })), "text");
  EXPECT_EQ(result_of(Task<std::optional<int>>([] { return 3; })), 3);
  Task<void> nobody_asks([] { return 3; });
  nobody_asks.start();
  nobody_asks.result();
  static_assert(std::is_same_v<decltype(Task([] { return 1.5; })), Task<double>>);
}

struct Team {
  std::vector<Task<int>> tasks;
};

TEST_F(RuntimeTest, TaskMovesTravelsAndJoinsAGroupAsAProcess) {
  Task task([](int x) { return x; }, 5);
  Task moved(std::move(task));
  static_assert(std::is_same_v<decltype(moved), Task<int>>);
  moved.start();
  EXPECT_EQ(moved.result(), 5);

  ProcessGroup group;
  auto &member = group.add(Task([](int x) { return x; }, 5));
  group.start();
  group.join();
  EXPECT_TRUE(member.exit_status().success());

  // One that is not started travels, and is started by the worker.
  Team team;
  team.tasks.emplace_back([](int x) { return x + 1; }, 6);
  Task outer(
      [](Team team) {
        team.tasks.front().start();
        return team.tasks.front().result();
      },
      std::move(team));
  outer.start();
  EXPECT_EQ(outer.result(), 7);
}

TEST_P(TypesTest, NullTextStaysNull) {
  const char *none = nullptr;
  Task task([](const char *text, const char *other) { return !text && std::string(other) == "x"; },
            none, "x");
  task.start();
  EXPECT_TRUE(task.result());
}

struct Wide {
  std::any first; // takes any initialiser, and is no base
  int second;
};
struct Own : std::vector<int> {
  int rate = 0;
};
/// Ours to say: elements are all it has.
class Ring {
public:
  using value_type = int;
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  auto size() const { return items_.size(); }
  void clear() { items_.clear(); }
  void push_back(int item) { items_.push_back(item); }
  int &back() { return items_.back(); }

private:
  std::vector<int> items_;
};
/// An aggregate with the functions of a container is sent by its fields.
struct Image {
  using value_type = unsigned char;
  int width = 0;
  std::vector<unsigned char> pixels;
  auto data() { return pixels.data(); }
  auto size() const { return pixels.size(); }
  void resize(std::size_t size) { pixels.resize(size); }
  bool operator==(const Image &) const = default;
};
struct Tree {
  int value = 0;
  std::vector<Tree> children;
  std::unique_ptr<Tree> next;
};

} // namespace
template <>
inline constexpr bool stowaway::travels_by_shape<Ring> = true;
namespace {

static_assert(!is_transferable_v<Wide> && !is_transferable_v<Own>);
static_assert(is_transferable_v<Ring> && is_transferable_v<Image> && is_transferable_v<Tree>);
static_assert(!is_transferable_v<std::vector<int *>>);
static_assert(!is_transferable_v<std::map<int, std::span<int>>>);
static_assert(!is_transferable_v<std::pair<int, std::mutex>>);
static_assert(!is_transferable_v<std::variant<int, std::weak_ptr<int>>>);
static_assert(!is_transferable_v<std::unique_ptr<int[]>> &&
              !is_transferable_v<std::shared_ptr<void>>);
static_assert(!is_transferable_v<std::set<int, bool (*)(int, int)>>);
static_assert(is_transferable_v<std::set<int, std::greater<>>>);
static_assert(!is_transferable_v<std::unique_ptr<FILE, int (*)(FILE *)>>);
static_assert(!is_transferable_v<std::error_code>);

TEST(TypesOnce, ShapesAndFields) {
  Ring ring;
  ring.push_back(4);
  EXPECT_EQ(decode<Ring>(encode(ring)).back(), 4);
  const Image image{2, {1, 2, 3, 4}};
  EXPECT_TRUE(decode<Image>(encode(image)) == image);
  Tree tree;
  tree.children.emplace_back().value = 3;
  tree.next = std::make_unique<Tree>();
  tree.next->value = 4;
  const auto arrived = decode<Tree>(encode(tree));
  EXPECT_EQ(arrived.children.at(0).value + arrived.next->value, 7);

  using namespace std::chrono;
  const year_month_day day = 2026y / November / 26;
  EXPECT_TRUE(decode<year_month_day>(encode(day)) == day);
#if defined(__SIZEOF_INT128__)
  __extension__ typedef __int128 Number;
  const Number number = static_cast<Number>(1) << 100;
  EXPECT_TRUE(decode<Number>(encode(number)) == number);
#endif
}

class ExplicitDefault {
public:
  explicit ExplicitDefault(int number = 0) : number_(number) {}
  int number() const { return number_; }

private:
  friend class stowaway::access;
  template <class Archive>
  void serialize(Archive &archive) {
    archive(number_);
  }
  int number_;
};
struct WithExplicitDefault {
  int before = 0;
  ExplicitDefault field;
  std::string after;
};
struct WithHandles {
  int number = 0;
  Semaphore semaphore;
  Queue<int> queue;
};
TEST_F(RuntimeTest, FieldsWithExplicitDefaultConstructorsTravel) {
  const WithExplicitDefault sent{1, ExplicitDefault(2), "3"};
  const auto received = decode<WithExplicitDefault>(encode(sent));
  EXPECT_EQ(received.before, 1);
  EXPECT_EQ(received.field.number(), 2);
  EXPECT_EQ(received.after, "3");
  auto [here, there] = pipe();
  WithHandles handles;
  handles.number = 4;
  here.send(handles);
  auto arrived = there.receive<WithHandles>();
  EXPECT_EQ(arrived.number, 4);
  arrived.semaphore.release();
  EXPECT_TRUE(handles.semaphore.try_acquire());
  arrived.queue.put(5);
  EXPECT_EQ(handles.queue.get(), 5);
}

} // namespace
