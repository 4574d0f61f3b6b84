//===- ModelReader.cpp - How is a model file read? --------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Text to tree (YamlTree.h), tree against the table of keys (ModelCheck.h),
// tree to Model here. An entry is converted only if the whole file has the
// right shape, so the getters below may rely on it; what is left to find is
// what no shape can say, such as a state that is not there.
//
//===----------------------------------------------------------------------===//

#include "Models/ModelReader.h"
#include "Models/ModelCheck.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/YAMLParser.h"

using namespace llvm;

namespace stowaway::models {

namespace {

/// The values of one entry, by key.
class Fields {
public:
  explicit Fields(const YamlNode &Map) : Map(Map) {}

  const YamlNode &node() const { return Map; }
  const YamlNode *find(StringRef Key) const { return Map.find(Key); }

  /// With line breaks and runs of blanks folded, for use in a sentence.
  std::string text(StringRef Key) const {
    const YamlNode *Value = find(Key);
    if (!Value)
      return "";
    SmallVector<StringRef, 16> Words;
    for (StringRef Rest = Value->Text; !Rest.empty();) {
      auto [Word, After] = getToken(Rest, " \t\r\n");
      if (!Word.empty())
        Words.push_back(Word);
      Rest = After;
    }
    return join(Words, " ");
  }

  std::vector<std::string> texts(StringRef Key) const {
    std::vector<std::string> Out;
    for (const YamlNode *Item : items(Key))
      Out.push_back(Item->Text);
    return Out;
  }

  /// The items of a list, or the value that stands for a list of one.
  SmallVector<const YamlNode *, 4> items(StringRef Key) const {
    SmallVector<const YamlNode *, 4> Out;
    const YamlNode *Value = find(Key);
    if (!Value)
      return Out;
    if (Value->K != YamlNode::List)
      Out.push_back(Value);
    else
      for (const YamlNode &Item : Value->Items)
        Out.push_back(&Item);
    return Out;
  }

  bool flag(StringRef Key, bool Default) const {
    const YamlNode *Value = find(Key);
    return Value ? yaml::parseBool(Value->Text).value_or(Default) : Default;
  }

  int index(StringRef Key, int Default) const {
    const YamlNode *Value = find(Key);
    return Value ? asIndex(*Value).value_or(Default) : Default;
  }

  SmallVector<unsigned, 2> counts(StringRef Key) const {
    SmallVector<unsigned, 2> Out;
    for (const YamlNode *Item : items(Key))
      Out.push_back(unsigned(asIndex(*Item).value_or(0)));
    return Out;
  }

  /// The enumerator of a word; \p Words in the order of the enumerators.
  template <class Enum>
  Enum choice(StringRef Key, ArrayRef<StringLiteral> Words,
              Enum Default) const {
    const YamlNode *Value = find(Key);
    if (!Value)
      return Default;
    const auto *Found = llvm::find(Words, Value->Text);
    return Found == Words.end() ? Default : Enum(Found - Words.begin());
  }

  Boundary boundary(StringRef Key, Boundary Default) const {
    const YamlNode *Value = find(Key);
    return Value ? parseBoundary(Value->Text).value_or(Default) : Default;
  }

  BoundarySet boundaries(StringRef Key) const {
    BoundarySet Out;
    for (const YamlNode *Item : items(Key)) {
      if (Item->Text == "all")
        return BoundarySet::all();
      if (std::optional<Boundary> B = parseBoundary(Item->Text))
        Out.insert(*B);
    }
    return Out;
  }

private:
  const YamlNode &Map;
};

class Converter {
public:
  Converter(const YamlNode &Root, ErrorSink &Errors)
      : Root(Root), Errors(Errors) {}

  Model convert();

private:
  const YamlNode &Root;
  ErrorSink &Errors;
  Model Out;

  ModelLocation where(const YamlNode &Node) const {
    return {Out.File, Node.Line, Node.Column};
  }

  /// Calls \p Each with the fields of every entry of a section.
  template <class Function>
  void forEntries(StringRef Section, Function Each) const {
    if (const YamlNode *List = Root.find(Section))
      for (const YamlNode &Item : List->Items)
        Each(Fields(Item));
  }

  /// One copy of \p Entry for each of its names.
  template <class T>
  void addNamed(std::vector<T> &To, const Fields &F, T Entry,
                std::string T::*Name, StringRef Key) const {
    std::string Plural = (Key + "s").str();
    for (StringRef K : {Key, StringRef(Plural)})
      for (const YamlNode *Item : F.items(K)) {
        Entry.*Name = Item->Text;
        Entry.Where = where(*Item);
        To.push_back(Entry);
      }
  }

  ArgumentSelector arguments(const Fields &F) const;
  void addLaunches();
  void addHandles();
  void addContainers();
  void addTransferFunctions();
  void addStateMachines();
  void addStartMethods();
  void addFunctions();

  void requireState(const StateMachine &Machine, const YamlNode &Name);
};

} // namespace

ArgumentSelector Converter::arguments(const Fields &F) const {
  ArgumentSelector Selected;
  Selected.K = ArgumentSelector::AfterTarget;
  const YamlNode *Value = F.find("arguments");
  if (!Value)
    return Selected;
  if (Value->K == YamlNode::List) {
    Selected.K = ArgumentSelector::List;
    Selected.Indices = F.counts("arguments");
  } else if (std::optional<unsigned> First = asFrom(*Value)) {
    Selected.K = ArgumentSelector::From;
    Selected.First = *First;
  } else if (Value->Text == "none") {
    Selected.K = ArgumentSelector::None;
  }
  return Selected;
}

void Converter::addLaunches() {
  forEntries("launch", [&](const Fields &F) {
    Launch L;
    L.Crosses = F.boundary("boundary", Boundary::Process);
    L.StartMethods = F.text("start-methods");
    const YamlNode *Target = F.find("target");
    if (!Target || Target->Text == "callable")
      L.Target.K = TargetSelector::FirstCallable;
    else if (Target->Text != "none") {
      L.Target.K = TargetSelector::Index;
      L.Target.Value = asIndex(*Target).value_or(0);
    }
    L.Arguments = arguments(F);
    if (L.Target.K == TargetSelector::None &&
        (L.Arguments.K == ArgumentSelector::AfterTarget ||
         L.Arguments.K == ArgumentSelector::None))
      Errors.add(*Target, "'target: none' without 'arguments' ships nothing; "
                          "expected 'arguments' as \"0..\" or a list");
    bool NegativeTarget =
        L.Target.K == TargetSelector::Index && L.Target.Value < 0;
    if (NegativeTarget && F.find("arguments") &&
        L.Arguments.K == ArgumentSelector::AfterTarget && L.Target.Value == -1)
      Errors.add(*F.find("arguments"), "nothing follows the last argument; "
                                       "expected 'none'");

    static constexpr StringLiteral Words[] = {"serialized", "bytes", "memory"};
    Crossing ByBoundary = L.Crosses == Boundary::Process  ? Crossing::Serialized
                          : L.Crosses == Boundary::Device ? Crossing::Bytes
                                                          : Crossing::Memory;
    Crossing All = F.choice("crosses-as", Words, ByBoundary);
    L.TargetCrossesAs = F.choice("target-crosses-as", Words, All);
    L.ArgumentsCrossAs = F.choice("arguments-cross-as", Words, All);

    static constexpr StringLiteral Meanings[] = {"address", "value"};
    L.BoundObject =
        F.choice("bound-object", Meanings, ReferenceMeaning::Address);
    L.ReferenceArguments =
        F.choice("reference-arguments", Meanings, ReferenceMeaning::Address);
    L.StringArguments =
        F.choice("string-arguments", Meanings, ReferenceMeaning::Address);
    static constexpr StringLiteral Sides[] = {"here", "there"};
    L.ClosureDestroyed = F.choice("closure-destroyed", Sides, Side::There);
    L.ArgumentsDestroyed = F.choice("arguments-destroyed", Sides, Side::There);
    L.ResultTravels = F.flag("result-travels", false);
    static constexpr StringLiteral Awaiting[] = {"unknown", "always", "never"};
    L.IsAwaited = F.choice("awaited", Awaiting, Awaited::Unknown);
    L.LaunchedBy = F.texts("launched-by");
    L.DropsCaptures = F.flag("drops-captures", false);
    L.Unless = F.texts("unless");
    L.SideToldBy = F.texts("side-told-by");
    if (F.find("argument-count"))
      L.ArgumentCount = unsigned(F.index("argument-count", 0));
    addNamed(Out.Launches, F, L, &Launch::Name, "name");
  });

  forEntries("branch-launch", [&](const Fields &F) {
    BranchLaunch B;
    B.Crosses = F.boundary("boundary", Boundary::Fork);
    addNamed(Out.BranchLaunches, F, B, &BranchLaunch::Name, "name");
  });
}

void Converter::addHandles() {
  forEntries("handle", [&](const Fields &F) {
    Handle H;
    H.Kind = F.text("kind");
    H.Check = F.find("check") ? F.text("check") : "stowaway-carried-handle";
    H.Cannot = F.boundaries("cannot-cross");
    H.Reason = F.text("reason");
    H.Instead = F.text("instead");
    for (const YamlNode *Item : F.items("acts"))
      if (std::optional<Act> A = parseAct(Item->Text))
        H.Acts |= uint8_t(1u << unsigned(*A));
    H.Calls = F.texts("calls");
    if (!H.Calls.empty()) {
      const YamlNode *Acts = F.find("acts");
      if (Acts && Acts->Text == "any")
        Errors.add(*F.find("calls"), "'calls' with 'acts: any' says nothing: "
                                     "it may not even travel");
      H.Acts |= uint8_t(1u << unsigned(Act::Call));
    }
    H.States = F.text("states");
    H.FreshIsEnough = F.flag("fresh-is-enough", false);
    addNamed(Out.Handles, F, H, &Handle::Type, "type");
  });
}

void Converter::addContainers() {
  forEntries("container", [&](const Fields &F) {
    Container C;
    const YamlNode *Elements = F.find("elements");
    C.AllArguments = Elements && Elements->Text == "all";
    if (!Elements)
      C.Elements = {0};
    else if (!C.AllArguments)
      C.Elements = F.counts("elements");
    static constexpr StringLiteral Steps[] = {"element", "pointee",
                                              "alternative"};
    C.As = F.choice("as", Steps, Container::Element);
    C.Many = F.flag("many", C.As == Container::Element);
    for (const YamlNode *Item : F.items("emplace")) {
      if (Item->K != YamlNode::Map) {
        C.Emplace.push_back({Item->Text, 0});
        continue;
      }
      Fields Fill(*Item);
      for (const std::string &Method : Fill.texts("method"))
        C.Emplace.push_back({Method, unsigned(Fill.index("first", 0))});
    }
    C.Insert = F.texts("insert");
    C.Clear = F.texts("clear");
    C.OutOfLine = F.flag("out-of-line", false);
    addNamed(Out.Containers, F, C, &Container::Type, "type");
  });

  forEntries("wrapper", [&](const Fields &F) {
    Wrapper W;
    W.Over = F.boundaries("over");
    W.LeavesContent = F.flag("leaves-content", false);
    W.OutOfLine = F.flag("out-of-line", false);
    addNamed(Out.Wrappers, F, W, &Wrapper::Type, "type");
  });
}

void Converter::addTransferFunctions() {
  forEntries("transfer-function", [&](const Fields &F) {
    TransferFunction T;
    static constexpr StringLiteral Forms[] = {"member", "free", "macro"};
    T.F = F.choice("form", Forms, TransferFunction::Member);
    static constexpr StringLiteral Ways[] = {"both", "save", "load"};
    T.Way = F.choice("way", Ways, TransferFunction::Both);
    T.Archive = unsigned(F.index("archive", 0));
    T.Object = unsigned(F.index("object", 1));
    if (T.F == TransferFunction::Free && T.Archive == T.Object)
      Errors.add(F.node(), "'archive' and 'object' are the same parameter");
    T.MinParams = T.F == TransferFunction::Member ? 1
                  : T.F == TransferFunction::Free ? 2
                                                  : 0;
    T.MaxParams = T.F == TransferFunction::Macro ? 1000 : T.MinParams + 1;
    if (const YamlNode *Bounds = F.find("parameters")) {
      auto [Low, High] = StringRef(Bounds->Text).split("..");
      Low.getAsInteger(10, T.MinParams);
      if (High.getAsInteger(10, T.MaxParams))
        T.MaxParams = T.MinParams;
    }
    T.SendsResult = F.flag("sends-result", false);
    addNamed(Out.TransferFunctions, F, T, &TransferFunction::Name, "name");
  });
}

void Converter::requireState(const StateMachine &Machine,
                             const YamlNode &Name) {
  if (Machine.find(Name.Text))
    return;
  SmallVector<StringRef, 8> Known;
  for (const StateMachine::State &S : Machine.States)
    Known.push_back(S.Name);
  Errors.add(Name, "no state of '" + Twine(Machine.Name) + "' is named " +
                       describe(Name) + didYouMean(Name.Text, Known));
}

void Converter::addStateMachines() {
  forEntries("states", [&](const Fields &F) {
    StateMachine Machine;
    Machine.Name = F.text("name");
    Machine.Initial = F.text("initial");
    Machine.Where = where(F.node());
    for (const StateMachine &Other : Out.StateMachines)
      if (Other.Name == Machine.Name)
        Errors.add(*F.find("name"),
                   "a second state machine named '" + Twine(Machine.Name) +
                       "' (first in line " + Twine(Other.Where.Line) + ")");
    for (const YamlNode *Item : F.items("states")) {
      Fields S(*Item);
      if (Machine.find(S.text("name")))
        Errors.add(*S.find("name"),
                   "a second state named '" + Twine(S.text("name")) + "'");
      Machine.States.push_back(
          {S.text("name"), S.boundaries("cannot-cross"), S.text("reason")});
      if (S.find("cannot-cross") && !S.find("reason"))
        Errors.add(*Item, "state '" + Twine(S.text("name")) +
                              "' cannot cross, but lacks the key 'reason'");
    }
    requireState(Machine, *F.find("initial"));
    for (const YamlNode *Item : F.items("transitions")) {
      Fields T(*Item);
      requireState(Machine, *T.find("to"));
      for (const YamlNode *From : T.items("from"))
        requireState(Machine, *From);
      for (StringRef Key : {"call", "calls"})
        for (const std::string &Call : T.texts(Key))
          Machine.Transitions.push_back({Call, T.texts("from"), T.text("to")});
    }
    for (const YamlNode *Item : F.items("misuses")) {
      Fields Wrong(*Item);
      for (const YamlNode *In : Wrong.items("in"))
        requireState(Machine, *In);
      for (StringRef Key : {"call", "calls"})
        for (const std::string &Call : Wrong.texts(Key))
          Machine.Misuses.push_back(
              {Call, Wrong.texts("in"), Wrong.text("message")});
    }
    Out.StateMachines.push_back(std::move(Machine));
  });
}

void Converter::addStartMethods() {
  forEntries("start-methods", [&](const Fields &F) {
    StartMethods Table;
    Table.Name = F.text("name");
    Table.Setter = F.text("setter");
    Table.Argument = unsigned(F.index("argument", 0));
    Table.Default = F.text("default");
    Table.Where = where(F.node());
    SmallVector<StringRef, 4> Words;
    for (const YamlNode *Item : F.items("methods")) {
      Fields M(*Item);
      if (is_contained(Words, M.find("word")->Text))
        Errors.add(*M.find("word"),
                   "a second method named '" + Twine(M.text("word")) + "'");
      Words.push_back(M.find("word")->Text);
      Table.Methods.push_back({M.text("word"), M.text("enumerator"),
                               M.boundary("boundary", Boundary::Process)});
    }
    if (!is_contained(Words, Table.Default))
      Errors.add(*F.find("default"), "no method of '" + Twine(Table.Name) +
                                         "' is named '" + Table.Default + "'" +
                                         didYouMean(Table.Default, Words));
    Out.StartMethodTables.push_back(std::move(Table));
  });
}

void Converter::addFunctions() {
  forEntries("pass-through", [&](const Fields &F) {
    PassThrough P;
    P.Argument = unsigned(F.index("argument", 0));
    static constexpr StringLiteral Words[] = {"same",    "reference", "element",
                                              "address", "base",      "taken"};
    P.As = F.choice("yields", Words, PassThrough::Same);
    addNamed(Out.PassThroughs, F, P, &PassThrough::Name, "name");
  });
  forEntries("binder", [&](const Fields &F) {
    Binder B;
    B.Target = unsigned(F.index("target", 0));
    B.Arguments = arguments(F);
    addNamed(Out.Binders, F, B, &Binder::Name, "name");
  });
  forEntries("callable-holder", [&](const Fields &F) {
    addNamed(Out.CallableHolders, F, CallableHolder(), &CallableHolder::Type,
             "type");
  });
  forEntries("factory", [&](const Fields &F) {
    Factory Made;
    Made.Constructs = unsigned(F.index("constructs", 0));
    Made.First = unsigned(F.index("first", 0));
    addNamed(Out.Factories, F, Made, &Factory::Name, "name");
  });
  forEntries("higher-order", [&](const Fields &F) {
    HigherOrder H;
    H.Callable = F.index("callable", 0);
    H.ElementsOf = F.counts("elements-of");
    H.Many = F.flag("many", true);
    addNamed(Out.HigherOrders, F, H, &HigherOrder::Name, "name");
  });
}

Model Converter::convert() {
  Fields Head(Root);
  Out.File = Errors.buffer().getBufferIdentifier().str();
  Out.Library = Head.text("library");
  Out.Hints = Head.texts("hints");
  addLaunches();
  addHandles();
  addContainers();
  addTransferFunctions();
  addStateMachines();
  addStartMethods();
  addFunctions();
  return std::move(Out);
}

std::optional<Model> readModel(MemoryBufferRef Buffer,
                               std::vector<ModelError> &Errors) {
  ErrorSink Sink(Buffer, Errors);
  std::optional<YamlNode> Root = readYaml(Sink, "model");
  if (!Root || !checkModel(*Root, Sink))
    return std::nullopt;
  Model M = Converter(*Root, Sink).convert();
  if (Sink.grew())
    return std::nullopt;
  return M;
}

} // namespace stowaway::models
