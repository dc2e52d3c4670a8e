using Weir.Cli.Tables;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Pipeline.Registry;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Cli.Checks;

/// <summary>Finds the model that a command line means.</summary>
internal static class NamedModel
{
    /// <summary>The model of a file or of a version of the registry.</summary>
    public static UrlModel Find(string name, string dataDirectory)
    {
        if (File.Exists(name)) return UrlModel.Load(name);
        if (!WeirStore.Exists(DatabaseSettings.Of(dataDirectory))) throw new CliError($"{name} is no model file, and {dataDirectory} holds no registry to look it up in.");
        using var store = WeirStore.Open(DatabaseSettings.Of(dataDirectory), TimeProvider.System);
        var model = store.Models.Find(name) ?? throw new CliError($"{name} is neither a model file nor a version of the registry; `weir models list` names them.");
        return UrlModel.Read(new ModelRegistry(store).Read(model), name);
    }

    /// <summary>The model of a table: that of a file, of a version, or the champion.</summary>
    public static TableModel OfTable(string table, string? named, string dataDirectory)
    {
        var model = Named(table, named, dataDirectory);
        return model.Table == table ? model : throw new CliError($"{named} is a model of the table {model.Table}, not of {table}; ask with --channel {TableName.Channel(model.Table)}.");
    }

    private static TableModel Named(string table, string? named, string dataDirectory)
    {
        if (named is not null && File.Exists(named)) return TableModel.Load(named);
        if (!WeirStore.Exists(DatabaseSettings.Of(dataDirectory))) throw new CliError($"{dataDirectory} holds no registry to look up the model of {table} in; name a model file with --model.");
        using var store = WeirStore.Open(DatabaseSettings.Of(dataDirectory), TimeProvider.System);
        var source = new TableModelSource(store);
        if (named is not null) return source.Find(named) ?? throw new CliError($"{named} is neither a model file nor a version of the registry; `weir models list --channel table:{table}` names them.");
        return source.Champion(ChannelOption.Number(store, TableName.Channel(table))) ?? throw new CliError($"No model serves the table {table}; `weir tables train {table}` makes one.");
    }

    /// <summary>The pinned version, else the champion, else the shipped baseline, else null.</summary>
    public static UrlModel? Served(string dataDirectory)
    {
        using var source = new DetectorSource(DatabaseSettings.Of(dataDirectory), TimeProvider.System, pinned: LearningOptions.Read(dataDirectory).ModelVersion);
        return source.Load().Detector.Model;
    }
}
