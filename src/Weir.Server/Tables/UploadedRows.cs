using Microsoft.AspNetCore.Http;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Weir.Server.Problems;

namespace Weir.Server.Tables;

/// <summary>Rows that a request brought, in a temporary file that goes when this is disposed.</summary>
/// <param name="path">The file.</param>
/// <param name="name">What it is called in messages.</param>
/// <param name="mediaType">Its media type; empty when not said.</param>
/// <param name="fields">What the form, or the query, says about it; a name may come several times.</param>
internal sealed class UploadedRows(string path, string name, string mediaType, Func<string, IReadOnlyList<string>> fields) : IDisposable
{
    private static readonly Dictionary<string, char> Delimiters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
        ["\\t"] = '\t',
        ["bar"] = '|',
        ["pipe"] = '|',
    };

    private static readonly HashSet<string> JsonTypes = ["application/json", "text/json", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

    // Says to a server that starts beside this one that somebody still needs the file.
    private readonly FileStream _held = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>What it is called in messages.</summary>
    public string Name => name;

    /// <summary>Its media type without parameters, in small letters; empty when not said.</summary>
    public string MediaType { get; } = mediaType.Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>Whether a name was given with it.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether it is packed by gzip.</summary>
    public bool IsPacked { get; } = UploadBounds.IsPacked(path);

    /// <summary>A schema that came with it; null when none did.</summary>
    public string? Schema { get; init; }

    /// <summary>How it is written, as far as it is said.</summary>
    public TableFileChoice Choice { get; private set; } = new() { Words = OptionWords.Http };

    /// <summary>What is said under a name; null when nothing is.</summary>
    public string? Value(string field) => fields(field) is [{ Length: > 0 } one, ..] ? one : null;

    /// <summary>All that is said under a name.</summary>
    public IReadOnlyList<string> Values(string field) => [.. fields(field).Where(value => value.Length > 0)];

    /// <summary>true or false; null when not said.</summary>
    public bool? Truth(string field, ICollection<Fault> faults)
    {
        if (Value(field) is not { } text) return null;
        if (text is "on" or "1") return true;
        if (bool.TryParse(text, out var truth)) return truth;
        faults.Add(new Fault(field, "true or false."));
        return null;
    }

    /// <summary>Takes over what is said about how it is written.</summary>
    public void Choose(ICollection<Fault> faults)
    {
        if (Value("delimiter") is { } text)
        {
            if (Delimiters.TryGetValue(text, out var named) || (text is [var one] && char.IsAscii(one) && one is not ('"' or '\n' or '\r' or '\0') && (named = one) != 0))
                Choice = Choice with { Format = FileFormat.Csv, Delimiter = (byte)named };
            else faults.Add(new Fault("delimiter", "One ASCII character, or comma, semicolon, tab or bar."));
        }
        else if (MediaType == "text/tab-separated-values")
        {
            Choice = Choice with { Format = FileFormat.Csv, Delimiter = (byte)'\t' };
        }
        else if (JsonTypes.Contains(MediaType))
        {
            Choice = Choice with { Format = FileFormat.Json };
        }
    }

    /// <summary>Opens it; as often as needed.</summary>
    /// <exception cref="InputFileException">It cannot be read.</exception>
    public TableFile Open() => TableFile.From(InputFile.Open(path, name, Choice.Encoding), Choice);

    /// <summary>A fault of the file as a problem: read and not usable.</summary>
    public static Problem Unusable(string sentence, IReadOnlyList<Fault>? faults = null) =>
        new(StatusCodes.Status422UnprocessableEntity, sentence.StartsWith("the upload", StringComparison.Ordinal) ? "T" + sentence[1..] : sentence) { Faults = faults ?? [] };

    /// <inheritdoc/>
    public void Dispose()
    {
        _held.Dispose();
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // Swept up at the next start.
        }
    }
}
