using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Detection.Urls;
using Weir.Storage;
using Weir.Storage.Collecting;

namespace Weir.Pipeline.Feeds.Drop;

/// <summary>The report beside a file that was taken: counts, and the rejected lines with their reasons.</summary>
internal static class DropReport
{
    private const int MostLines = 1000;
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the report; addresses in it are defanged.</summary>
    public static void Write(Stream to, WeirStore store, TakenFile file, bool isKnown)
    {
        using var json = new Utf8JsonWriter(to, Readable);
        json.WriteStartObject();
        json.WriteString("file", file.Name);
        json.WriteString("sha256", file.Sha256);
        json.WriteString("outcome", isKnown ? "known" : file.Outcome);
        json.WriteString("sentence", isKnown ? $"These bytes came before, as {file.Name}; nothing was added." : file.Sentence);
        json.WriteString("takenAt", file.TakenAt);
        json.WriteString("feed", file.Feed);
        json.WriteString("label", file.Label);
        json.WriteNumber("read", file.Read);
        json.WriteNumber("new", file.Added);
        json.WriteNumber("duplicate", file.Duplicate);
        json.WriteNumber("rejected", file.Rejected);
        json.WriteNumber("setAside", file.SetAside);
        Rejects(json, store, file);
        json.WriteEndObject();
    }

    private static void Rejects(Utf8JsonWriter json, WeirStore store, TakenFile file)
    {
        json.WriteStartArray("rejects");
        foreach (var reject in file.ImportId is { } id ? store.Imports.Rejects(id, MostLines) : [])
        {
            json.WriteStartObject();
            json.WriteNumber("line", reject.Line);
            json.WriteString("reason", reject.Reason);
            json.WriteString("text", Defang.Defanged(reject.Text));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
