//===- archive.h - How does a value become bytes and descriptors, and back? ----------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A record is read by the same program that wrote it (its build-id is compared), so it holds native
// integers and no versions. Descriptors and code addresses go beside the bytes. The reader trusts
// nothing: each length is compared with what is left before anything is allocated.
//
// User code sees OutputArchive and InputArchive with the interface of a cereal archive:
// `archive(a, b)`, `archive & a`, `archive << a`, `archive >> a`, Archive::is_saving, is_loading.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_DETAIL_ARCHIVE_H
#define STOWAWAY_DETAIL_ARCHIVE_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <stowaway/error.h>

namespace cereal {
class access; // never defined here; makes cereal's free functions visible to our archives
}

namespace stowaway {

template <class Associated>
class BasicOutputArchive;
template <class Associated>
class BasicInputArchive;
using OutputArchive = BasicOutputArchive<cereal::access>;
using InputArchive = BasicInputArchive<cereal::access>;

/// How values of T travel: specialise it with
///     static void put(OutputArchive &archive, const T &value);
///     static void get(InputArchive &archive, T &value);   // value is default-constructed
/// for types that cannot have a transfer function of cereal's form. With
///     static T blank();   // to be filled by get(), or destroyed
/// it spares what the default constructor would make in vain, unless T is a member of a class.
template <class T>
struct Transfer;

namespace detail {

/// Constructs handles that Transfer::get() has yet to fill.
struct Blank {
  explicit Blank() = default;
};

/// One step from the target to the value being sent. Steps live on the stack of the archive's
/// caller; their text is made only when an error is reported.
struct PathStep {
  enum class Kind { type, argument, text, member, position, index, key, pointee };
  Kind kind;
  std::string_view name = {};
  std::size_t index = 0;
  std::size_t count = 0;
  const std::source_location *place = nullptr;
  std::size_t ordinal = 0; // of all that the transfer function sends, where `index` is in one call
  const PathStep *up = nullptr;
};

/// "Application::processes_[0]".
std::string to_string(const PathStep *last);

/// What writing and reading have in common: the path to here and the limit on nesting.
class ArchiveBase {
public:
  ArchiveBase() = default;
  ArchiveBase(const ArchiveBase &) = delete;
  ArchiveBase &operator=(const ArchiveBase &) = delete;

  /// Throws TransferError for the value being sent or received.
  [[noreturn]] void fail(std::string reason) const;

  /// Adds a step to the path for its lifetime.
  class [[nodiscard]] Step {
  public:
    Step(ArchiveBase &archive, PathStep step) : archive_(archive), step_(step) {
      step_.up = archive.path_;
      archive.path_ = &step_;
      saved_position_ = archive.position_;
      archive.position_ = 0;
      if (++archive.depth_ > max_depth)
        archive.fail_depth(*this);
    }
    Step(const Step &) = delete;
    Step &operator=(const Step &) = delete;
    ~Step() {
      --archive_.depth_;
      archive_.path_ = step_.up;
      archive_.position_ = saved_position_;
    }

  private:
    friend ArchiveBase;
    ArchiveBase &archive_;
    PathStep step_;
    std::size_t saved_position_;
  };

  /// How many values the transfer function of the current object has passed so far.
  std::size_t next_position() noexcept { return position_++; }

  static constexpr unsigned max_depth = 3000;

private:
  [[noreturn]] void fail_depth(Step &step);
  const PathStep *path_ = nullptr;
  std::size_t position_ = 0;
  unsigned depth_ = 0;
};

/// Descriptors that arrived and that nobody has taken yet.
class OwnedDescriptors {
public:
  OwnedDescriptors() = default;
  explicit OwnedDescriptors(std::vector<int> descriptors) : all_(std::move(descriptors)) {}
  OwnedDescriptors(OwnedDescriptors &&other) noexcept : all_(std::move(other.all_)) {
    other.all_.clear();
  }
  OwnedDescriptors &operator=(OwnedDescriptors &&other) noexcept {
    std::swap(all_, other.all_);
    return *this;
  }
  ~OwnedDescriptors();

  std::size_t size() const noexcept { return all_.size(); }
  /// -1 when there is no such descriptor, or it was taken. The caller owns it.
  int take(std::size_t index) noexcept {
    return index < all_.size() ? std::exchange(all_[index], -1) : -1;
  }
  void add(int descriptor) { all_.push_back(descriptor); }

private:
  std::vector<int> all_;
};

/// The bytes of a message: small ones copied, large ones mapped from the sender's sealed memfd.
class MessageBytes {
public:
  MessageBytes() = default;
  explicit MessageBytes(std::string text) : text_(std::move(text)) {}
  /// Takes a mapping over.
  MessageBytes(void *mapping, std::size_t size) : mapping_(mapping), mapped_size_(size) {}
  MessageBytes(MessageBytes &&other) noexcept
      : text_(std::move(other.text_)), mapping_(std::exchange(other.mapping_, nullptr)),
        mapped_size_(std::exchange(other.mapped_size_, 0)) {}
  MessageBytes &operator=(MessageBytes &&other) noexcept {
    std::swap(text_, other.text_);
    std::swap(mapping_, other.mapping_);
    std::swap(mapped_size_, other.mapped_size_);
    return *this;
  }
  ~MessageBytes();

  const char *data() const noexcept {
    return mapping_ ? static_cast<const char *>(mapping_) : text_.data();
  }
  std::size_t size() const noexcept { return mapping_ ? mapped_size_ : text_.size(); }
  std::string str() && { return mapping_ ? std::string(data(), size()) : std::move(text_); }

private:
  std::string text_;
  void *mapping_ = nullptr;
  std::size_t mapped_size_ = 0;
};

/// One address in this process for each type.
template <class T>
inline constexpr char type_tag = 0;

class Writer : public ArchiveBase {
public:
  /// A writer whose bytes go to a process: descriptors may go along when the channel can carry
  /// them.
  explicit Writer(bool carries_descriptors = true) : carries_descriptors_(carries_descriptors) {}

  void write(const void *data, std::size_t size) {
    bytes_.append(static_cast<const char *>(data), size);
  }
  template <class T>
  void write_scalar(const T &value) {
    static_assert(std::is_trivially_copyable_v<T>);
    write(&value, sizeof value);
  }
  void write_size(std::size_t size) { write_scalar(static_cast<std::uint64_t>(size)); }
  /// The descriptor stays the caller's and must stay open until the record was sent.
  void write_descriptor(int descriptor);
  /// An address in a module of this program: main program or shared library. Null is allowed.
  void write_code(const void *address);
  /// The object's number, and whether it is new: then its content is to be written next.
  bool write_tracked(const void *object, const void *tag);

  /// Keeps an object that was written by its address, or whose descriptors were, until all was
  /// sent.
  void keep_alive(std::shared_ptr<const void> object) { kept_.push_back(std::move(object)); }
  std::vector<std::shared_ptr<const void>> &kept() noexcept { return kept_; }
  /// Has the target returned, so that what goes wrong from now on is the encoding of its result?
  bool has_result() const noexcept { return has_result_; }
  void set_has_result() noexcept { has_result_ = true; }

  const std::string &bytes() const noexcept { return bytes_; }
  std::string &bytes() noexcept { return bytes_; }
  const std::vector<int> &descriptors() const noexcept { return descriptors_; }

private:
  struct Tracked {
    const void *object, *tag;
    friend bool operator==(const Tracked &, const Tracked &) = default;
  };
  struct HashTracked {
    std::size_t operator()(const Tracked &it) const noexcept {
      return reinterpret_cast<std::uintptr_t>(it.object) / 16 * 31 +
             reinterpret_cast<std::uintptr_t>(it.tag);
    }
  };
  std::string bytes_;
  std::vector<int> descriptors_;
  std::unordered_map<Tracked, std::uint32_t, HashTracked> tracked_;
  std::vector<std::shared_ptr<const void>> kept_;
  bool carries_descriptors_;
  bool has_result_ = false;
};

class Reader : public ArchiveBase {
public:
  /// Reads the bytes, which the caller keeps. The reader owns the descriptors that nobody takes.
  Reader(const char *data, std::size_t size, OwnedDescriptors descriptors = {})
      : at_(data), end_(data + size), descriptors_(std::move(descriptors)) {}

  std::size_t remaining() const noexcept { return static_cast<std::size_t>(end_ - at_); }
  void read(void *data, std::size_t size) {
    if (size > remaining())
      fail_truncated();
    if (size != 0)
      std::memcpy(data, at_, size);
    at_ += size;
  }
  template <class T>
  T read_scalar() {
    static_assert(std::is_trivially_copyable_v<T>);
    if constexpr (std::is_same_v<T, bool>) {
      const auto byte = read_scalar<unsigned char>();
      if (byte > 1)
        fail("a bool is neither true nor false");
      return byte == 1;
    } else {
      T value;
      read(&value, sizeof value);
      return value;
    }
  }
  /// A length of things that take at least so many bytes each.
  std::size_t read_size(std::size_t bytes_each = 1);
  /// A descriptor, close-on-exec, owned by the caller.
  int read_descriptor();
  /// An address in a module of this program; checked to lie in it, in code if it must be code.
  const void *read_code(bool executable);

  struct Tracked {
    std::shared_ptr<void> object;
    const void *tag;
    bool complete = false; // its content was read
  };
  /// Null: the object is new, its content is next, and add_tracked() is to be called before that.
  const Tracked *read_tracked(const void *tag);
  void add_tracked(std::shared_ptr<void> object, const void *tag) {
    tracked_.push_back({std::move(object), tag});
  }
  std::size_t tracked_count() const noexcept { return tracked_.size(); }
  void set_complete(std::size_t number) noexcept { tracked_[number].complete = true; }

private:
  [[noreturn]] void fail_truncated() const;
  const char *at_, *end_;
  OwnedDescriptors descriptors_;
  std::vector<Tracked> tracked_;
};

template <class T>
void put(OutputArchive &archive, const T &value);
template <class T>
void get(InputArchive &archive, T &value);
template <class T>
void put_element(OutputArchive &archive, const T &element, const std::source_location *place,
                 std::size_t index, std::size_t count);
template <class T>
void get_element(InputArchive &archive, T &&element, const std::source_location *place,
                 std::size_t index, std::size_t count);

} // namespace detail

/// The archive that transfer functions write to. Not constructed by users: see stowaway::encode().
template <class Associated>
class BasicOutputArchive : public detail::Writer {
public:
  using is_saving = std::true_type;
  using is_loading = std::false_type;
  using detail::Writer::Writer;

  // With the place of the call, from which an error takes the names of the members. One function
  // for each count, because a default argument cannot follow a pack.
  using Place = std::source_location;
#define STOWAWAY_HERE Place place = Place::current()
  template <class A>
  BasicOutputArchive &operator()(const A &a, STOWAWAY_HERE) {
    return all(place, a);
  }
  template <class A, class B>
  BasicOutputArchive &operator()(const A &a, const B &b, STOWAWAY_HERE) {
    return all(place, a, b);
  }
  template <class A, class B, class C>
  BasicOutputArchive &operator()(const A &a, const B &b, const C &c, STOWAWAY_HERE) {
    return all(place, a, b, c);
  }
  template <class A, class B, class C, class D>
  BasicOutputArchive &operator()(const A &a, const B &b, const C &c, const D &d, STOWAWAY_HERE) {
    return all(place, a, b, c, d);
  }
  template <class A, class B, class C, class D, class E>
  BasicOutputArchive &operator()(const A &a, const B &b, const C &c, const D &d, const E &e,
                                 STOWAWAY_HERE) {
    return all(place, a, b, c, d, e);
  }
  template <class A, class B, class C, class D, class E, class F>
  BasicOutputArchive &operator()(const A &a, const B &b, const C &c, const D &d, const E &e,
                                 const F &f, STOWAWAY_HERE) {
    return all(place, a, b, c, d, e, f);
  }
#undef STOWAWAY_HERE
  template <class A, class B, class C, class D, class E, class F, class G, class... More>
  BasicOutputArchive &operator()(const A &a, const B &b, const C &c, const D &d, const E &e,
                                 const F &f, const G &g, const More &...more) {
    return all(Place(), a, b, c, d, e, f, g, more...);
  }
  BasicOutputArchive &operator()() { return *this; }

  template <class T>
  BasicOutputArchive &operator&(const T &value) {
    return all(Place(), value);
  }
  template <class T>
  BasicOutputArchive &operator<<(const T &value) {
    return all(Place(), value);
  }

private:
  template <class... Values>
  BasicOutputArchive &all(const Place &place, const Values &...values) {
    std::size_t index = 0;
    (detail::put_element(*this, values, &place, index++, sizeof...(Values)), ...);
    return *this;
  }
};

/// The archive that transfer functions read from.
template <class Associated>
class BasicInputArchive : public detail::Reader {
public:
  using is_saving = std::false_type;
  using is_loading = std::true_type;
  using detail::Reader::Reader;

  template <class... Values>
  BasicInputArchive &operator()(Values &&...values) {
    std::size_t index = 0;
    (detail::get_element(*this, std::forward<Values>(values), nullptr, index++, sizeof...(Values)),
     ...);
    return *this;
  }
  template <class T>
  BasicInputArchive &operator&(T &&value) {
    return (*this)(value);
  }
  template <class T>
  BasicInputArchive &operator>>(T &&value) {
    return (*this)(value);
  }
};

} // namespace stowaway

#endif // STOWAWAY_DETAIL_ARCHIVE_H
