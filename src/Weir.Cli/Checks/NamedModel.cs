using Weir.Detection;
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

    /// <summary>The pinned version, else the champion, else the shipped baseline, else null.</summary>
    public static UrlModel? Served(string dataDirectory)
    {
        using var source = new DetectorSource(DatabaseSettings.Of(dataDirectory), TimeProvider.System, pinned: LearningOptions.Read(dataDirectory).ModelVersion);
        return source.Load().Detector.Model;
    }
}
