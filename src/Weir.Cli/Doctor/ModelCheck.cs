using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Pipeline;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Cli.Doctor;

/// <summary>The models: can the champion judge, and is there a file for every version that a rollback may go back to.</summary>
internal static class ModelCheck
{
    public static IEnumerable<Diagnosis> Run(WeirStore store)
    {
        var champions = store.Models.Champions().Distinct(StringComparer.Ordinal).Select(version => store.Models.Find(version)!).ToList();
        if (!champions.Exists(model => model.Channel == ModelStore.UrlChannel))
            yield return File.Exists(DetectorSource.ShippedBaseline) ? Diagnosis.Ok("model", "No champion yet: the shipped baseline serves.")
                : Diagnosis.Broken("model", $"There is no champion, and the shipped baseline {DetectorSource.ShippedBaseline} is missing; install Weir again.");
        foreach (var model in champions)
        {
            var fault = Fault(new ModelRegistry(store, model.Channel), model);
            var of = model.Channel == ModelStore.UrlChannel ? "" : $" of {ChannelNames.Of(store, model.Channel)}";
            if (model.Version == store.Models.On(model.Channel).Champion()?.Version) yield return fault is null ? Diagnosis.Ok("model", $"The champion {model.Version}{of} is whole.") : Diagnosis.Broken("model", fault);
            else if (fault is not null) yield return Diagnosis.Warning("model", $"A rollback{of} may need {model.Version}: {fault}");
        }
    }

    private static string? Fault(ModelRegistry registry, ModelVersion model)
    {
        try
        {
            var bytes = registry.Read(model);
            if (model.Channel == ModelStore.UrlChannel) UrlModel.Read(bytes, model.Version);
            else TableModel.Read(bytes, model.Version);
            return null;
        }
        catch (Exception fault) when (fault is ModelFileException or IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
