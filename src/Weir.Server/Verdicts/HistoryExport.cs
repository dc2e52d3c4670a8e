using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Weir.Server.Api;
using Weir.Storage;
using Weir.Storage.Verdicts;

namespace Weir.Server.Verdicts;

/// <summary>Sends a filtered history of any length, newest first, a page at a time: memory stays flat and no long transaction is held.</summary>
internal sealed class HistoryExport(WeirStore store, VerdictFilter filter, bool isCsv, JsonOptions json) : IResult
{
    private const int PageRows = 1000;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.ContentDisposition = $"attachment; filename=\"weir-history.{(isCsv ? "csv" : "ndjson")}\"";
        response.Headers.XContentTypeOptions = "nosniff";
        var text = new StringBuilder();
        if (isCsv) text.AppendCsv("id", "checkedAt", "channel", "subject", "registrableDomain", "decision", "score", "category", "brand", "list", "model", "askedBy");
        long? next = null;
        do
        {
            var page = store.History.Search(filter, PageRows, next);
            foreach (var row in page.Rows) Append(text, KeptVerdict.Of(row));
            if (text.Length > 0) await response.WriteAsync(text.ToString(), ct);
            await response.BodyWriter.FlushAsync(ct);
            text.Clear();
            next = page.Next;
        }
        while (next is not null);
    }

    private void Append(StringBuilder text, KeptVerdict verdict)
    {
        if (isCsv)
            text.AppendCsv(verdict.Id, verdict.CheckedAt, Word(verdict.Channel), verdict.Subject, verdict.RegistrableDomain, Word(verdict.Decision), verdict.Score, verdict.Category,
                verdict.Brand, verdict.List, verdict.Model?.Version, verdict.AskedBy);
        else
            text.Append(JsonSerializer.Serialize(verdict, json.SerializerOptions)).Append('\n');
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
