using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Weir.Pipeline.Files;
using Weir.Server.Problems;

namespace Weir.Server.Jobs;

/// <summary>How the file of a job is written, for people and programs.</summary>
/// <param name="Format">csv, json or lines.</param>
/// <param name="Delimiter">comma, semicolon, tab, bar or none.</param>
/// <param name="Encoding">utf8, utf16Le, utf16Be or latin1.</param>
/// <param name="Header">Whether the first row names the columns.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Column">The column of the addresses; null when none looks like it and one must be chosen.</param>
internal sealed record ShownShape(string Format, string Delimiter, string Encoding, bool Header, IReadOnlyList<string> Columns, string? Column);

/// <summary>Shapes as they are stored, shown and chosen.</summary>
internal static class JobShapes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Delimiters by the name that people use.</summary>
    public static IReadOnlyDictionary<string, byte> Delimiters { get; } = new Dictionary<string, byte>(StringComparer.OrdinalIgnoreCase)
    {
        ["comma"] = (byte)',',
        ["semicolon"] = (byte)';',
        ["tab"] = (byte)'\t',
        ["bar"] = (byte)'|',
        ["none"] = 0,
    };

    /// <summary>Encodings by name.</summary>
    public static IReadOnlyDictionary<string, TextEncoding> Encodings { get; } = new Dictionary<string, TextEncoding>(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = TextEncoding.Utf8,
        ["utf16Le"] = TextEncoding.Utf16Le,
        ["utf16Be"] = TextEncoding.Utf16Be,
        ["latin1"] = TextEncoding.Latin1,
    };

    /// <summary>As it is stored.</summary>
    public static string Store(FileShape shape) => JsonSerializer.Serialize(shape, Json);

    /// <summary>What was stored; null before the file was looked at.</summary>
    public static FileShape? Read(string stored) => stored.Length == 0 ? null : JsonSerializer.Deserialize<FileShape>(stored, Json);

    /// <summary>As it is shown.</summary>
    public static ShownShape Shown(FileShape shape) => new(
        shape.Format.ToString().ToLowerInvariant(), Delimiters.First(pair => pair.Value == shape.Delimiter).Key,
        Encodings.FirstOrDefault(pair => pair.Value == shape.Encoding, new("utf8", TextEncoding.Utf8)).Key, shape.HasHeader, shape.Columns,
        shape.UrlColumn < 0 ? null : shape.Columns[shape.UrlColumn]);

    /// <summary>What a query or form chooses: column, delimiter, header, encoding; what is left out or empty is found out.</summary>
    public static ShapeChoice Choice(Func<string, string?> value, ICollection<Fault> faults) => new()
    {
        Column = Text(value("column")),
        Delimiter = Word(value("delimiter"), "delimiter", Delimiters, faults),
        Encoding = Word(value("encoding"), "encoding", Encodings, faults),
        HasHeader = Truth(value("header"), "header", faults),
    };

    /// <summary>The same from the query of a request.</summary>
    public static ShapeChoice Choice(HttpRequest request, ICollection<Fault> faults) => Choice(name => request.Query[name].ToString(), faults);

    /// <summary>True, false or nothing.</summary>
    public static bool? Truth(string? text, string field, ICollection<Fault> faults)
    {
        if (Text(text) is not { } word) return null;
        if (word is "true" or "1" or "yes" or "on") return true;
        if (word is not ("false" or "0" or "no" or "off")) faults.Add(new Fault(field, "Write true or false."));
        return false;
    }

    private static T? Word<T>(string? text, string field, IReadOnlyDictionary<string, T> words, ICollection<Fault> faults) where T : struct
    {
        if (Text(text) is not { } word) return null;
        if (words.TryGetValue(word, out var known)) return known;
        faults.Add(new Fault(field, $"Write one of {string.Join(", ", words.Keys)}."));
        return null;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) || text is "auto" ? null : text;
}
