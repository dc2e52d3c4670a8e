using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Labeling;
using Weir.Storage;
using Weir.Storage.Samples;

namespace Weir.Tests.Support;

/// <summary>Fills a store with labelled samples, stamped with the time of its clock.</summary>
internal static class SomeStore
{
    /// <summary>Imports rows and labels them.</summary>
    public static void Import(WeirStore store, IEnumerable<LabelledUrl> rows)
    {
        var subjects = new UrlSubjects(ReferenceLists.Embedded);
        using (var writer = store.Imports.Begin("some.csv", Guid.NewGuid().ToString("N")))
        {
            foreach (var row in rows)
                if (subjects.TryRead(row.Url, out var key, out _)) writer.Add(new Observation(row.Source, row.Url, key.Canonical, key.Registrable, row.IsPhishing, row.SeenAt, null));
            writer.Finish("done");
        }

        SampleLabeling.Run(store.Samples, default);
    }

    /// <summary>The rows as if seen at another time.</summary>
    public static IEnumerable<LabelledUrl> SeenAt(IEnumerable<LabelledUrl> rows, DateTimeOffset time) => rows.Select(row => row with { SeenAt = time });
}
