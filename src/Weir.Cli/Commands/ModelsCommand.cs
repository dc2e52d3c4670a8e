using System.CommandLine;
using System.Globalization;
using Weir.Cli.Tables;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Cli.Commands;

/// <summary><c>weir models</c>: the registry, from the command line.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string> Version = new("VERSION") { Description = "A version of the registry" };
    private static readonly Argument<string> File = new("FILE") { Description = "A .weir model file" };

    internal static readonly Option<string> Channel = ChannelOption.Create("Whose models");

    internal static Command Create()
    {
        var command = new Command("models", "Show the models and choose which one serves")
        {
            On("list", "All versions, newest first", List, Channel),
            On("show", "One version with its report and gates", Show, Version),
            On("import", "Register an existing model as challenger", Import, File),
            On("promote", "Put a version to work that passed its gates", Promote, Version),
            GoldCommands.Create(),
        };
        foreach (var change in ModelChangeCommands.All()) command.Add(change);
        command.SetAction(parsed => Open(parsed, List));
        return command;
    }

    internal static Command On(string name, string description, Func<ParseResult, WeirStore, int> run, params Symbol[] parts)
    {
        var command = new Command(name, description);
        foreach (var argument in parts.OfType<Argument>()) command.Add(argument);
        foreach (var option in parts.OfType<Option>()) command.Add(option);
        command.SetAction(parsed => Open(parsed, run));
        return command;
    }

    private static int Open(ParseResult parsed, Func<ParseResult, WeirStore, int> run)
    {
        using var store = run == Import ? parsed.MakeStore() : parsed.OpenStore();
        return run(parsed, store);
    }

    private static int List(ParseResult parsed, WeirStore store)
    {
        var output = parsed.InvocationConfiguration.Output;
        var channel = parsed.CommandResult.Command.Options.Contains(Channel) ? parsed.GetValue(Channel) : null;
        var held = store.Models.On(ChannelOption.Number(store, channel));
        var (champion, models) = (held.Champion()?.Version, held.All());
        if (models.Count == 0)
            output.WriteLine(ChannelOption.Table(channel) is { } table ? $"No model of {table} is registered; `weir tables train {table}` trains one." : "No model is registered; `weir cycle --once` trains one. Until then the shipped baseline serves.");
        foreach (var model in models)
        {
            var gates = model.GatesPassed switch { null => "not judged", true => "gates passed", false => "gates refused" };
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(model.Version == champion ? '*' : ' ')} {model.Version,-28} {model.Origin,-7} {model.CreatedAt:yyyy-MM-dd HH:mm}  {gates,-13}  {model.Sha256[..12]}"));
        }

        return ExitCode.Done;
    }

    private static int Show(ParseResult parsed, WeirStore store)
    {
        var output = parsed.InvocationConfiguration.Output;
        var version = parsed.GetValue(Version)!;
        var model = store.Models.Find(version) ?? throw new CliError($"No model has the version {version}; `weir models list` names them.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            version     {model.Version}
            origin      {model.Origin}, registered {model.CreatedAt:yyyy-MM-dd HH:mm} UTC, parent {model.Parent ?? "none"}
            file        {model.File}
            sha256      {model.Sha256}
            schema      {model.Schema}
            data        {model.WindowFrom:yyyy-MM-dd} to {model.WindowTo:yyyy-MM-dd}, dataset {model.DatasetHash ?? "unknown"}
            parameters  {model.Parameters}
            """));
        if (model.Report is not null) output.Write(ReportText.Text(ReportText.Parse(model.Report), isOfTable: model.Channel != ModelStore.UrlChannel));
        foreach (var gate in model.Gates is null ? [] : GateSet.Parse(model.Gates))
            output.WriteLine($"{(gate.Passed ? "passed " : "REFUSED")} {gate.Name}: {gate.Sentence}");
        return ExitCode.Done;
    }

    private static int Import(ParseResult parsed, WeirStore store)
    {
        var path = parsed.GetValue(File)!;
        if (!System.IO.File.Exists(path)) throw new CliError($"{path}: no such file.");
        var bytes = System.IO.File.ReadAllBytes(path);
        var model = new ModelRegistry(store, ChannelOf(store, bytes, path)).Register(bytes, new ModelOrigin("import", path), "cli");
        parsed.InvocationConfiguration.Output.WriteLine($"{model.Version} is registered as challenger; `weir models promote {model.Version}` judges it and puts it to work.");
        return ExitCode.Done;
    }

    // What cannot judge must not enter the registry, and each model belongs to the channel that it names.
    private static int ChannelOf(WeirStore store, byte[] bytes, string path)
    {
        if (!TableModel.IsOne(ModelFile.Read(bytes, path).Manifest))
        {
            _ = UrlModel.Read(bytes, path);
            return ModelStore.UrlChannel;
        }

        var model = TableModel.Read(bytes, path);
        if (new TableCatalog(store).Find(model.Table) is not { } table)
            throw new CliError($"{path} is a model of the table '{model.Table}', and there is no such table here; `weir tables load FILE --table {model.Table}` makes it.");
        return table.Schema.Fingerprint == model.Schema.Fingerprint ? table.Record.ChannelNumber
            : throw new CliError($"{path} was trained by another schema than that of the table {model.Table}; `weir tables schema {model.Table}` shows what holds here.");
    }

    private static int Promote(ParseResult parsed, WeirStore store)
    {
        var version = parsed.GetValue(Version)!;
        if (store.Models.Find(version) is { GatesPassed: null } model) CycleWiring.Judge(parsed, store, model);
        return Answer(parsed, ModelRegistry.Of(store, version).Promote(version, "cli"));
    }

    internal static int Answer(ParseResult parsed, PromotionResult result)
    {
        if (!result.Done) throw new CliError(result.Reason);
        parsed.InvocationConfiguration.Output.WriteLine(result.Reason);
        return ExitCode.Done;
    }
}
