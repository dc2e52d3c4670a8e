using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Pipeline.Monitoring;
using Weir.Tests.Support;

namespace Weir.Tests.Pipeline.Monitoring;

/// <summary>Frames of the small world, and of one that has changed.</summary>
internal static class SomeDrift
{
    public static readonly UrlFeatureReader Reader = new(ReferenceLists.Embedded);
    private static readonly Lazy<ModelReference> Once = new(() =>
        ModelReference.Of(SomeModel.Model, Reader, SomeModel.TrainingRows, SomeUrls.Labelled(3000, 71), 2500));

    public static ModelReference Reference => Once.Value;

    /// <summary>Rows of the same world, other domains.</summary>
    public static RowFrame Same(int rows, int seed, double? phishing = null)
    {
        var all = SomeUrls.Labelled(4 * rows, seed);
        var share = phishing ?? 0.5;
        return Frame([.. all.Where(row => row.IsPhishing).Take((int)(rows * share)), .. all.Where(row => !row.IsPhishing).Take(rows - (int)(rows * share))]);
    }

    /// <summary>Rows whose phishing lies deep in long paths of numbered hosts.</summary>
    public static RowFrame Changed(int rows, int seed) => Frame([.. SomeUrls.Labelled(rows, seed).Select(Change)]);

    public static Weir.Pipeline.LabelledUrl Change(Weir.Pipeline.LabelledUrl row, int number) =>
        row with { Url = $"https://{number}-{number % 7}.files.{number}.example.net/a/b/c/d/{number * 31L}/e/{(row.IsPhishing ? "x" : "y")}.html?id={number}&k=1&l=2" };

    public static RowFrame Frame(IReadOnlyList<Weir.Pipeline.LabelledUrl> rows) =>
        new FrameReader(SomeModel.Model, Reader).Read([.. rows.Select(row => new WatchedRow(row.Url, row.IsPhishing))]);

    public static RowFrame Empty { get; } = Frame([]);

    public static DriftInput Input(RowFrame samples) => new()
    {
        At = new DateTimeOffset(2025, 6, 8, 0, 0, 0, TimeSpan.Zero),
        From = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero),
        Trained = new DateTimeOffset(2025, 5, 1, 0, 0, 0, TimeSpan.Zero),
        Model = SomeModel.Model.Version,
        Reference = Reference,
        Samples = samples,
        Traffic = Empty,
        History = Empty,
        Later = [],
        LaterFrame = Empty,
    };
}
