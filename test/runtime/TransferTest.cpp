//===- TransferTest.cpp - Does every shape of value arrive equal, and damage not at all? --------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <array>
#include <atomic>
#include <bitset>
#include <complex>
#include <deque>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>
#include <variant>

#include <cereal/access.hpp>
#include <cereal/cereal.hpp>
#include <cereal/types/base_class.hpp>
#include <cereal/types/queue.hpp>

#include "Fixture.h"

namespace {

template <class T>
T round_trip(const T &value) {
  return decode<T>(encode(value));
}
#define EXPECT_ROUND_TRIP(...)                                                                     \
  do {                                                                                             \
    const auto value = __VA_ARGS__;                                                                \
    EXPECT_TRUE(round_trip(value) == value);                                                       \
  } while (false)

enum class Colour : unsigned char { red, green };
struct Point {
  int x, y;
  bool operator==(const Point &) const = default;
};
struct Job {
  int id;
  std::string text;
  int numbers[3];
  Point point;
  std::vector<Point> path;
  Point pair[2];
  std::optional<Colour> colour;
  bool operator==(const Job &) const = default;
};
struct Empty {
  bool operator==(const Empty &) const = default;
};

TEST(Transfer, ScalarsAndStrings) {
  EXPECT_ROUND_TRIP(42);
  EXPECT_ROUND_TRIP(-1.5);
  EXPECT_ROUND_TRIP(true);
  EXPECT_ROUND_TRIP('c');
  EXPECT_ROUND_TRIP(Colour::green);
  EXPECT_ROUND_TRIP(std::byte(7));
  EXPECT_ROUND_TRIP(nullptr);
  EXPECT_ROUND_TRIP(std::string("with \0 null", 11));
  EXPECT_ROUND_TRIP(std::u16string(u"wide"));
}

TEST(Transfer, Containers) {
  EXPECT_ROUND_TRIP(std::vector<int>{1, 2, 3});
  EXPECT_ROUND_TRIP(std::vector<bool>{true, false, true});
  EXPECT_ROUND_TRIP(std::vector<std::string>{"a", "", "c"});
  EXPECT_ROUND_TRIP(std::deque<double>{1, 2});
  EXPECT_ROUND_TRIP(std::list<std::vector<int>>{{1}, {}, {2, 3}});
  EXPECT_ROUND_TRIP(std::set<std::string>{"x", "y"});
  EXPECT_ROUND_TRIP(std::multiset<int>{1, 1, 2});
  EXPECT_ROUND_TRIP(std::map<std::string, std::vector<int>>{{"a", {1}}, {"b", {}}});
  EXPECT_ROUND_TRIP(std::multimap<int, int>{{1, 2}, {1, 3}});
  EXPECT_ROUND_TRIP(std::unordered_map<int, std::string>{{1, "one"}, {2, "two"}});
  EXPECT_ROUND_TRIP(std::unordered_set<int>{1, 2, 3});
  EXPECT_ROUND_TRIP(std::array<std::string, 2>{"a", "b"});
  EXPECT_ROUND_TRIP(std::vector<Empty>(5));
}

TEST(Transfer, StandardClasses) {
  EXPECT_ROUND_TRIP(std::optional<std::string>("x"));
  EXPECT_ROUND_TRIP(std::optional<std::string>());
  EXPECT_ROUND_TRIP(std::pair<int, std::string>(1, "x"));
  EXPECT_ROUND_TRIP(std::tuple<int, std::string, double>(1, "x", 2.5));
  EXPECT_ROUND_TRIP(std::variant<int, std::string>("x"));
  EXPECT_ROUND_TRIP(std::variant<std::monostate, int>());
  EXPECT_ROUND_TRIP(std::chrono::milliseconds(17));
  EXPECT_ROUND_TRIP(std::chrono::system_clock::now());
  EXPECT_ROUND_TRIP(std::filesystem::path("/tmp/x y"));
  EXPECT_ROUND_TRIP(std::complex<double>(1, 2));
  EXPECT_ROUND_TRIP(std::bitset<70>(12345));
  std::atomic<int> atomic = 7;
  std::atomic<int> copy = 0;
  OutputArchive out;
  detail::put(out, atomic);
  InputArchive in(out.bytes().data(), out.bytes().size());
  detail::get(in, copy);
  EXPECT_EQ(copy, 7);
}

TEST(Transfer, Aggregates) {
  EXPECT_ROUND_TRIP(Job{1, "t", {1, 2, 3}, {4, 5}, {{6, 7}}, {{1, 2}, {3, 4}}, Colour::green});
  EXPECT_ROUND_TRIP(Empty{});
  EXPECT_ROUND_TRIP(std::map<std::string, Point>{{"p", {1, 2}}});
}

struct Node {
  int value = 0;
  std::shared_ptr<Node> next;
  std::unique_ptr<std::string> note;
};

TEST(Transfer, PointersKeepTheirShape) {
  auto shared = std::make_shared<int>(7);
  const auto copy = round_trip(std::vector<std::shared_ptr<int>>{shared, shared, nullptr});
  EXPECT_EQ(copy[0], copy[1]);
  EXPECT_EQ(*copy[0], 7);
  EXPECT_EQ(copy[2], nullptr);

  auto ring = std::make_shared<Node>();
  ring->value = 1;
  ring->next = std::make_shared<Node>();
  ring->next->next = ring;
  ring->note = std::make_unique<std::string>("n");
  const auto other = round_trip(ring);
  EXPECT_EQ(other->next->next, other);
  EXPECT_EQ(*other->note, "n");
  ring->next.reset();
  other->next.reset();
}

TEST(Transfer, ManySharedObjectsAreNotSlow) {
  // Ten times as many must not take a hundred times as long; the machine may be slow.
  const auto least_time = [](int count) {
    std::vector<std::shared_ptr<int>> many;
    for (int i = 0; i < count; ++i)
      many.push_back(std::make_shared<int>(i));
    auto least = std::chrono::steady_clock::duration::max();
    for (int k = 0; k < 5; ++k) {
      const auto begin = std::chrono::steady_clock::now();
      EXPECT_EQ(*round_trip(many).back(), count - 1);
      least = std::min(least, std::chrono::steady_clock::now() - begin);
    }
    return least;
  };
  bool is_linear = false;
  for (int i = 0; i < 5 && !is_linear; ++i)
    is_linear = least_time(50'000) < 50 * least_time(5'000);
  EXPECT_TRUE(is_linear);
}

TEST(Transfer, DepthIsBounded) {
  std::shared_ptr<Node> list;
  for (int i = 0; i < 300; ++i)
    list = std::shared_ptr<Node>(new Node{i, list, nullptr});
  EXPECT_EQ(round_trip(list)->value, 299);
  for (int i = 0; i < 10000; ++i)
    list = std::shared_ptr<Node>(new Node{i, list, nullptr});
  EXPECT_THROW(encode(list), TransferError);
  while (list)
    list = list->next; // not by recursion
}

struct Shape {
  virtual ~Shape() = default;
  int sides = 0;
  template <class A>
  void serialize(A &archive) {
    archive(sides);
  }
};
struct Square : Shape {
  int size = 1;
};
TEST(Transfer, NothingIsSliced) {
  try {
    encode(
        std::vector<std::shared_ptr<Shape>>{std::make_shared<Shape>(), std::make_shared<Square>()});
    FAIL();
  } catch (const TransferError &error) {
    EXPECT_NE(std::string(error.what()).find("Square"), std::string::npos) << error.what();
    EXPECT_NE(error.path().find("[1]"), std::string::npos) << error.path();
  }
}

// --- Functions that user code has already -----------------------------------------------------

class Member {
public:
  Member() = default;
  Member(int a, std::string b) : a_(a), b_(std::move(b)) {}
  template <class Archive>
  void serialize(Archive &archive) {
    archive(a_, b_);
  }
  bool operator==(const Member &) const = default;

private:
  int a_ = 0;
  std::string b_;
};
class Versioned {
public:
  int a = 0;
  template <class Archive>
  void serialize(Archive &archive, const std::uint32_t version) {
    archive & a;
    EXPECT_EQ(version, 0u);
  }

private:
  [[maybe_unused]] int unused_ = 0;
};
class Split {
public:
  int a = 0;

private:
  friend class cereal::access;
  template <class Archive>
  void save(Archive &archive) const {
    archive << a + 1;
  }
  template <class Archive>
  void load(Archive &archive) {
    archive >> a;
  }
};
class Private {
public:
  static Private make(int a) {
    Private it;
    it.a_ = a;
    return it;
  }
  int a() const { return a_; }

private:
  friend class stowaway::access;
  Private() = default;
  template <class Archive>
  void serialize(Archive &archive) {
    static_assert(Archive::is_saving::value != Archive::is_loading::value);
    archive(cereal::make_nvp("a", a_));
  }
  int a_ = 0;
};
class Minimal {
public:
  int a = 0;
  template <class Archive>
  std::string save_minimal(const Archive &) const {
    return std::to_string(a);
  }
  template <class Archive>
  void load_minimal(const Archive &, const std::string &text) {
    a = std::stoi(text);
  }

private:
  [[maybe_unused]] int unused_ = 0;
};
class Free {
public:
  Free() : a(0) {}
  int a;

private:
  [[maybe_unused]] int unused_ = 0;
};
template <class Archive>
void serialize(Archive &archive, Free &free) {
  archive(free.a);
}
class FreeSplit : public Free {
public:
  int b = 0;
};
template <class Archive>
void save(Archive &archive, const FreeSplit &it) {
  archive(it.a, it.b);
}
template <class Archive>
void load(Archive &archive, FreeSplit &it) {
  archive(it.a, it.b);
}
class Derived : public Member {
public:
  Derived() = default;
  Derived(int a, std::string b, double c) : Member(a, std::move(b)), c_(c) {}
  template <class Archive>
  void serialize(Archive &archive) {
    archive(cereal::base_class<Member>(this), CEREAL_NVP(c_));
  }
  bool operator==(const Derived &) const = default;

private:
  double c_ = 0;
};
class WithBytes {
public:
  char text[8] = {};
  template <class Archive>
  void serialize(Archive &archive) {
    archive(cereal::binary_data(text, sizeof text));
  }
};

TEST(Transfer, UserFunctionsOfEveryForm) {
  EXPECT_ROUND_TRIP(Member(1, "x"));
  EXPECT_ROUND_TRIP(Derived(1, "x", 2.5));
  EXPECT_ROUND_TRIP(std::vector<Member>{{1, "x"}, {2, "y"}});
  Versioned versioned;
  versioned.a = 3;
  EXPECT_EQ(round_trip(versioned).a, 3);
  Split split;
  split.a = 3;
  EXPECT_EQ(round_trip(split).a, 4);
  EXPECT_EQ(round_trip(Private::make(3)).a(), 3);
  Minimal minimal;
  minimal.a = 12;
  EXPECT_EQ(round_trip(minimal).a, 12);
  Free free;
  free.a = 4;
  EXPECT_EQ(round_trip(free).a, 4);
  FreeSplit both;
  both.a = 1;
  both.b = 2;
  EXPECT_EQ(round_trip(both).b, 2);
  WithBytes bytes;
  bytes.text[3] = 'x';
  EXPECT_EQ(round_trip(bytes).text[3], 'x');
  // cereal's own support for a type that this library does not know.
  std::queue<int> queue;
  queue.push(5);
  EXPECT_EQ(round_trip(queue).front(), 5);
}

// --- Names in errors ---------------------------------------------------------------------------

class Owner {
public:
  Owner() { processes.resize(2); }
  std::vector<Process> processes;
  std::map<std::string, std::vector<Process>> by_name;
  Event event;
  template <class Archive>
  void serialize(Archive &archive) {
    archive(event);
    archive(processes, by_name);
  }
};
struct Outer {
  int number;
  Owner inner;
};
static void nothing() {}

std::string path_of(const auto &value) {
  OutputArchive archive;
  try {
    const detail::ArchiveBase::Step step(archive, {detail::PathStep::Kind::type, "Outer"});
    detail::put(archive, value);
  } catch (const TransferError &error) {
    return error.path();
  }
  return "no error";
}

TEST_F(RuntimeTest, ErrorsNameThePath) {
  Outer outer{1, {}};
  EXPECT_EQ(path_of(outer), "no error");
  outer.inner.processes[1] = Process(nothing);
  outer.inner.processes[1].start();
  EXPECT_EQ(path_of(outer), "Outer::inner.processes[1]");
  outer.inner.by_name["x"].push_back(std::move(outer.inner.processes[1]));
  EXPECT_EQ(path_of(outer), "Outer::inner.by_name[entry 0][0]");
  EXPECT_EQ(path_of(std::make_unique<Outer>(std::move(outer))), "Outer->inner.by_name[entry 0][0]");
}

class Chained {
public:
  Process a, b;
  template <class Archive>
  void serialize(Archive &archive) {
    archive & a & b;
  }
};
TEST_F(RuntimeTest, ErrorsCountMembersWithoutNames) {
  Chained chained;
  chained.b = Process(nothing);
  chained.b.start();
  EXPECT_EQ(path_of(chained), "Outer::(member 2 that is sent)");
}

TEST_F(RuntimeTest, HandlesDoNotTravelAsBytes) {
  EXPECT_THROW(encode(Event()), TransferError);
  EXPECT_THROW(encode(pipe().first), TransferError);
}

// --- Damage -------------------------------------------------------------------------------------

TEST(Transfer, TruncationIsNoticed) {
  const std::string bytes =
      encode(Job{1, "text", {1, 2, 3}, {4, 5}, {{6, 7}}, {{1, 2}, {3, 4}}, Colour::green});
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(decode<Job>(bytes.data(), size), TransferError) << size;
  EXPECT_THROW(decode<Job>(bytes + "x"), TransferError);
}

TEST(Transfer, LengthsAreBoundedBeforeAllocation) {
  std::string bytes(8, '\xff');
  EXPECT_THROW(decode<std::string>(bytes), TransferError);
  EXPECT_THROW(decode<std::vector<double>>(bytes), TransferError);
  EXPECT_THROW(decode<std::vector<Empty>>(bytes), TransferError);
  EXPECT_THROW((decode<std::map<int, int>>(bytes)), TransferError);
  EXPECT_THROW(decode<std::vector<Local<int>>>(bytes), TransferError);
}

TEST(Transfer, RandomBytesNeverCrash) {
  using Everything =
      std::tuple<Job, std::map<std::string, std::vector<Job>>, std::variant<int, std::string, Job>,
                 std::vector<std::shared_ptr<Node>>, std::optional<Derived>, std::vector<bool>>;
  const Everything value{{1, "text", {}, {}, {{1, 2}}, {}, {}}, {{"a", {{}, {}}}},  "x",
                         {std::make_shared<Node>(), nullptr},   Derived(1, "x", 2), {true, false}};
  const std::string good = encode(value);
  std::mt19937 random(1);
  int decoded = 0;
  for (int i = repetitions(3000, 300000); i > 0; --i) {
    std::string bad = good;
    for (int flips = 1 + static_cast<int>(random() % 4); flips > 0; --flips)
      bad[random() % bad.size()] = static_cast<char>(random());
    if (random() % 4 == 0)
      bad.resize(random() % bad.size());
    try {
      decode<Everything>(bad);
      ++decoded;
    } catch (const TransferError &) {
    }
  }
  EXPECT_GT(decoded, 0); // the flips reach the contents too
}

static_assert(is_transferable_v<int> && is_transferable_v<std::string> && is_transferable_v<Job> &&
              is_transferable_v<Member> && is_transferable_v<Process> && is_transferable_v<Event> &&
              is_transferable_v<Queue<int>> && is_transferable_v<Mutex> &&
              is_transferable_v<void (*)()>);
static_assert(!is_transferable_v<int *> && !is_transferable_v<std::string_view> &&
              !is_transferable_v<std::weak_ptr<int>> && !is_transferable_v<std::mutex> &&
              !is_transferable_v<std::thread> && !is_transferable_v<std::function<void()>> &&
              !is_transferable_v<std::future<int>> && !is_transferable_v<Pool> &&
              !is_transferable_v<FILE *>);

} // namespace
