using System.Text;
using System.Text.Json;
using Weir.Learning.Tuning;
using Weir.Pipeline.Files;
using Weir.Pipeline.Training;

namespace Weir.Pipeline.Tuning;

/// <summary>Found parameters as a JSON object of names and values; names that it lacks keep their default.</summary>
public static class TunedParameters
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Where the parameters of a data directory lie, which every training there takes.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "training.json");

    /// <summary>Writes the file as a whole or not at all.</summary>
    public static void Write(string path, Candidate candidate)
    {
        // Texts of numbers are JSON numbers as they stand; the space of URLs has no words.
        var values = candidate.Texts.ToDictionary(pair => pair.Key, pair => JsonSerializer.Deserialize<JsonElement>(pair.Value));
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(values, Readable) + "\n")));
    }

    /// <summary>The defaults with the values of a file; the defaults alone when there is none.</summary>
    /// <exception cref="InputFileException">The file is no such object, or names what is unknown or out of range.</exception>
    public static UrlTrainingParameters Read(string path, UrlTrainingParameters defaults)
    {
        if (!File.Exists(path)) return defaults;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("it is no object");
            var texts = json.RootElement.EnumerateObject().Select(value => KeyValuePair.Create(value.Name, Text(value.Value)));
            return UrlSearchSpace.Apply(defaults, UrlSearchSpace.Space.Parse(texts));
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            throw new InputFileException($"{path} holds no training parameters: {fault.Message.TrimEnd('.')}. Write it with `weir tune --out FILE`, or delete it.", fault);
        }
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
