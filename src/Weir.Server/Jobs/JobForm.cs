using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Weir.Server.Problems;

namespace Weir.Server.Jobs;

/// <summary>Reads a multipart form part by part, so that its file is streamed: small fields before and after it, one file.</summary>
internal sealed class JobForm
{
    private const int MostFields = 20;
    private const int MostField = 4096;
    private const int MostBoundary = 200;

    private readonly MultipartReader _reader;
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private JobForm(MultipartReader reader) => _reader = reader;

    /// <summary>The form of a request; null when it has none.</summary>
    public static JobForm? Of(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= MostBoundary ? new JobForm(new MultipartReader(boundary, request.Body)) : null;
    }

    /// <summary>The value of a field that has been read; null when there is none.</summary>
    public string? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>Reads on to the file; null when the form ends without one. <see cref="InvalidDataException"/> when it is no form.</summary>
    public async Task<FileMultipartSection?> FileAsync(CancellationToken ct)
    {
        while (await _reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (section.AsFileSection() is { } file) return file;
            await FieldAsync(section, ct);
        }
        return null;
    }

    /// <summary>Reads the fields behind the file.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        while (await _reader.ReadNextSectionAsync(ct) is { } section) await FieldAsync(section, ct);
    }

    private async Task FieldAsync(MultipartSection section, CancellationToken ct)
    {
        if (section.AsFormDataSection() is not { } field) return;
        var buffer = new byte[MostField];
        var length = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        if (_fields.Count >= MostFields || length == MostField) throw new InvalidDataException("too many or too long fields");
        _fields[field.Name] = Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>Whether reading failed because the body is no form, or ends within it; not for a connection or disk that failed.</summary>
    public static bool IsBroken(Exception fault) =>
        fault is InvalidDataException || (fault is IOException and not BadHttpRequestException && fault.Source == typeof(MultipartReader).Assembly.GetName().Name);

    /// <summary>What is answered to a body that is no form.</summary>
    public static Problem Broken { get; } = Problem.BadRequest("The form cannot be read. Send multipart/form-data with one file, or the file alone as the body.");
}
