using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Weir.Server.Problems;

namespace Weir.Server.Tables;

/// <summary>Reads a multipart form part by part: one file of rows under any name, which is streamed, small fields before and after it, and perhaps a schema (as a field or a file of that name).</summary>
internal sealed class TableForm
{
    private const int MostFields = 100;
    private const int MostField = 4096;
    private const int MostSchema = 16 << 20;
    private const int MostBoundary = 200;
    private const string SchemaField = "schema";

    private readonly MultipartReader _reader;
    private readonly List<(string Name, string Value)> _fields = [];

    private TableForm(MultipartReader reader) => _reader = reader;

    /// <summary>The form of a request; null when it has none.</summary>
    public static TableForm? Of(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= MostBoundary ? new TableForm(new MultipartReader(boundary, request.Body)) : null;
    }

    /// <summary>Why a body of parts that is no such form is not taken.</summary>
    public static Problem Unreadable { get; } = new(StatusCodes.Status415UnsupportedMediaType,
        "A form comes as multipart/form-data and names in its Content-Type the boundary that divides its parts, as curl -F file=@rows.csv does by itself; a file alone comes as text/csv, application/x-ndjson or application/json.");

    /// <summary>Whether a request says that its body has parts.</summary>
    public static bool IsMeant(HttpRequest request) => request.ContentType?.TrimStart().StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The name of the file as it was sent; null when there was none.</summary>
    public string? FileName { get; private set; }

    /// <summary>Its media type; empty when not said.</summary>
    public string FileType { get; private set; } = "";

    /// <summary>The schema; null when there was none.</summary>
    public string? Schema { get; private set; }

    /// <summary>The values of a field.</summary>
    public IReadOnlyList<string> this[string name] => [.. _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];

    /// <summary>Reads it to its end; what is wrong is a problem. <see cref="InvalidDataException"/> when it is no form.</summary>
    public async Task<Problem?> ReadAsync(Func<Stream, Task<Problem?>> save, CancellationToken ct)
    {
        while (await _reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (section.AsFileSection() is not { } file) await FieldAsync(section, ct);
            // A browser sends a file that nobody chose as one without name and bytes.
            else if (file.FileName.Length == 0 && file.Name.Equals(SchemaField, StringComparison.OrdinalIgnoreCase)) continue;
            else if (file.Name.Equals(SchemaField, StringComparison.OrdinalIgnoreCase)) Schema = await TextAsync(section.Body, MostSchema, ct);
            else if (FileName is not null) return Problem.BadRequest("The form has several files. Send one at a time; a schema goes into the field 'schema'.");
            else
            {
                (FileName, FileType) = (file.FileName, section.ContentType ?? "");
                if (await save(section.Body) is { } problem) return problem;
            }
        }

        return null;
    }

    private async Task FieldAsync(MultipartSection section, CancellationToken ct)
    {
        if (section.AsFormDataSection() is not { } field) return;
        if (_fields.Count >= MostFields) throw new InvalidDataException("too many fields");
        if (field.Name.Equals(SchemaField, StringComparison.OrdinalIgnoreCase)) Schema = await TextAsync(section.Body, MostSchema, ct) is { Length: > 0 } yaml ? yaml : null;
        else _fields.Add((field.Name, await TextAsync(section.Body, MostField, ct)));
    }

    private static async Task<string> TextAsync(Stream body, int most, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[MostField];
        while (await body.ReadAsync(buffer, ct) is > 0 and var read)
        {
            if (bytes.Length + read > most) throw new InvalidDataException("too long a field");
            bytes.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
