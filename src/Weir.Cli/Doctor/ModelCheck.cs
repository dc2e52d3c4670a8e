using Weir.Detection;
using Weir.Learning;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Cli.Doctor;

/// <summary>The models: can the champion judge, and is there a file for every version that a rollback may go back to.</summary>
internal static class ModelCheck
{
    public static IEnumerable<Diagnosis> Run(WeirStore store)
    {
        var registry = new ModelRegistry(store);
        var champions = store.Models.Champions();
        if (champions.Count == 0)
            yield return File.Exists(DetectorSource.ShippedBaseline) ? Diagnosis.Ok("model", "No champion yet: the shipped baseline serves.")
                : Diagnosis.Broken("model", $"There is no champion, and the shipped baseline {DetectorSource.ShippedBaseline} is missing; install Weir again.");
        foreach (var version in champions.Distinct(StringComparer.Ordinal))
        {
            var fault = Fault(registry, store.Models.Find(version)!);
            if (version == champions[0]) yield return fault is null ? Diagnosis.Ok("model", $"The champion {version} is whole.") : Diagnosis.Broken("model", fault);
            else if (fault is not null) yield return Diagnosis.Warning("model", $"A rollback may need {version}: {fault}");
        }
    }

    private static string? Fault(ModelRegistry registry, ModelVersion model)
    {
        try
        {
            UrlModel.Read(registry.Read(model), model.Version);
            return null;
        }
        catch (Exception fault) when (fault is ModelFileException or IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
