using System.CommandLine;
using System.Globalization;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Pipeline.Feeds;
using Weir.Storage;
using Weir.Storage.Review;

namespace Weir.Cli.Commands;

/// <summary>
/// <c>weir models gold</c>: subjects whose label is settled; no challenger may lose one that the champion has right, and the lists
/// pin each, so that it is answered rightly at once.
/// </summary>
internal static class GoldCommands
{
    private const string Note = "gold set";

    private static readonly Argument<string> Url = new("URL") { Description = "The address, also defanged" };
    private static readonly Argument<string> Label = new Argument<string>("LABEL") { Description = "phishing or benign" }.AcceptOnlyFromAmong("phishing", "benign");

    internal static Command Create()
    {
        var command = new Command("gold", "Show and settle subjects that every model must have right") { Add(), Remove(), On("list", "Show all settled subjects", List) };
        command.SetAction(parsed => Open(parsed, List));
        return command;
    }

    private static Command Add()
    {
        var command = On("add", "Settle the label of an address that was checked by hand", (parsed, store) =>
        {
            var (subject, key) = Read(parsed);
            var label = parsed.GetValue(Label)!;
            store.Gold.Add(new GoldSubject { Canonical = key.Canonical, Subject = subject, IsPhishing = label == "phishing" }, "cli");
            Unpin(parsed, store, subject);
            Pin(parsed, store, subject, label == "phishing" ? ListKind.Block : ListKind.Allow);
            parsed.InvocationConfiguration.Output.WriteLine($"{Defang.Defanged(subject)} is settled as {label} and answered so from now on: the next training learns it, and no challenger may lose it once the champion has it right.");
            return ExitCode.Done;
        });
        command.Arguments.Add(Url);
        command.Arguments.Add(Label);
        return command;
    }

    private static Command Remove()
    {
        var command = On("remove", "Leave the label of an address to the feeds again", (parsed, store) =>
        {
            var (subject, key) = Read(parsed);
            if (!store.Gold.Remove(key.Canonical, "cli")) throw new CliError($"{Defang.Defanged(subject)} is not in the gold set; `weir models gold list` names what is.");
            Unpin(parsed, store, subject);
            parsed.InvocationConfiguration.Output.WriteLine($"{Defang.Defanged(subject)} is no longer settled.");
            return ExitCode.Done;
        });
        command.Arguments.Add(Url);
        return command;
    }

    private static int List(ParseResult parsed, WeirStore store)
    {
        var output = parsed.InvocationConfiguration.Output;
        var subjects = store.Gold.All();
        if (subjects.Count == 0) output.WriteLine("The gold set is empty; `weir models gold add URL phishing|benign` adds to it.");
        foreach (var subject in subjects)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(subject.IsPhishing ? "phishing" : "benign"),-8}  {subject.Origin,-6}  {subject.AddedAt:yyyy-MM-dd}  {subject.AddedBy,-8}  {Defang.Defanged(subject.Subject)}"));
        return ExitCode.Done;
    }

    private static (string Subject, SubjectKey Key) Read(ParseResult parsed)
    {
        var subject = Defang.Refanged(parsed.GetValue(Url)!);
        return new UrlSubjects(ReferenceLists.Load(parsed.DataDirectory())).TryRead(subject, out var key, out var fault)
            ? (subject, key)
            : throw CliError.Usage($"'{subject}' cannot be settled: {fault.TrimEnd('.')}.");
    }

    private static void Pin(ParseResult parsed, WeirStore store, string subject, ListKind kind)
    {
        if (new ListEntryReader(ReferenceLists.Load(parsed.DataDirectory())).ReadPart(kind, subject, ListScope.Url, force: true).Entry is { } entry)
            store.Lists.Add(entry with { Note = Note }, "cli");
    }

    // Only what was pinned from here: an entry that a person made stays his.
    private static void Unpin(ParseResult parsed, WeirStore store, string subject)
    {
        var spellings = new ListEntryReader(ReferenceLists.Load(parsed.DataDirectory())).Spellings(subject, ListScope.Url);
        foreach (var entry in store.Lists.All().Where(entry => entry.Note == Note && spellings.Contains((entry.Scope, entry.Value))).ToList())
            store.Lists.Remove(entry.Kind, entry.Scope, entry.Value, "cli");
    }

    private static Command On(string name, string description, Func<ParseResult, WeirStore, int> run)
    {
        var command = new Command(name, description);
        command.SetAction(parsed => Open(parsed, run));
        return command;
    }

    private static int Open(ParseResult parsed, Func<ParseResult, WeirStore, int> run)
    {
        using var store = run == List ? parsed.OpenStore() : parsed.MakeStore();
        return run(parsed, store);
    }
}
