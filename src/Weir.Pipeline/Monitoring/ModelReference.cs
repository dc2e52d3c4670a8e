using System.IO.Compression;
using System.Text.Json;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Learning;

namespace Weir.Pipeline.Monitoring;

/// <summary>
/// What a model is compared with for as long as it serves: rows that it was judged on (later than its training and of other domains,
/// so that scores and fitted features are as honest as in use), and rows that it was trained on, which say what it has seen at all.
/// </summary>
/// <param name="Version">The version of the model.</param>
/// <param name="Judged">Rows of its test, features and scores as they were then.</param>
/// <param name="Trained">Rows of its training.</param>
public sealed record ModelReference(string Version, RowFrame Judged, RowFrame Trained)
{
    /// <summary>Draws and reads the rows of a model that was just trained.</summary>
    public static ModelReference Of(
        UrlModel model, UrlFeatureReader reader, IReadOnlyList<LabelledUrl> train, IReadOnlyList<LabelledUrl> test, int rows, CancellationToken ct = default)
    {
        var frames = new FrameReader(model, reader);
        return new ModelReference(model.Version, frames.Read(RowChoice.Of(test, rows), ct), frames.Read(RowChoice.Of(train, rows), ct));
    }

    /// <summary>The same as bytes: arrays in a container with a hash over all, compressed.</summary>
    public byte[] Save()
    {
        var (file, names) = (new ModelFileBuilder(), new List<string>());
        Add(file, "judged", Judged, names);
        Add(file, "trained", Trained, names);
        var head = new Head(Version, [.. UrlFeatureSchema.All.Select(feature => new HeadFeature(feature.Id, feature.Version))], names);
        var bytes = file.Build(JsonSerializer.Serialize(head, JsonSerializerOptions.Web));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null when it is damaged. Features defined since then are missing in its rows.</summary>
    public static ModelReference? Load(byte[] content)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            gzip.CopyTo(bytes);
            var file = ModelFile.Read(bytes.ToArray(), "reference");
            var head = JsonSerializer.Deserialize<Head>(file.Manifest, JsonSerializerOptions.Web)!;
            return new ModelReference(head.Version, Frame(file, "judged", head), Frame(file, "trained", head));
        }
        catch (Exception damage) when (damage is InvalidDataException or ModelFileException or JsonException)
        {
            return null;
        }
    }

    private static void Add(ModelFileBuilder file, string name, RowFrame frame, List<string> names)
    {
        file.Add<float>(name + ".columns", [.. frame.Columns.SelectMany(column => column)]);
        file.Add<double>(name + ".scores", frame.Scores);
        file.Add<byte>(name + ".labels", frame.Labels);
        file.Add<int>(name + ".tops", [.. frame.TopLevels.Select(Number)]);

        int Number(string top)
        {
            if (names.IndexOf(top) is >= 0 and var known) return known;
            names.Add(top);
            return names.Count - 1;
        }
    }

    private static RowFrame Frame(ModelFile file, string name, Head head)
    {
        var (scores, all) = (file.Get<double>(name + ".scores"), file.Get<float>(name + ".columns"));
        if (all.Length != scores.Length * head.Features.Count) throw file.Fault($"holds {all.Length} values of {scores.Length} rows");
        float[] Column(FeatureDefinition feature)
        {
            var at = head.Features.IndexOf(new HeadFeature(feature.Id, feature.Version));
            return at < 0 ? [.. Enumerable.Repeat(float.NaN, scores.Length)] : all[(at * scores.Length)..((at + 1) * scores.Length)];
        }
        return new RowFrame([.. UrlFeatureSchema.All.Select(Column)], scores, file.Get<byte>(name + ".labels"),
            Array.ConvertAll(file.Get<int>(name + ".tops"), at => head.TopLevels[at]));
    }

    private sealed record HeadFeature(string Id, int Version);

    private sealed record Head(string Version, List<HeadFeature> Features, List<string> TopLevels);
}
