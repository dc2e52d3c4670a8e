using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Predicting;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Server.Tables;

/// <summary>Judges the rows of a file and sends them as they are judged.</summary>
internal sealed class PredictAnswer(TableFile file, TableModel model, PredictForm form, int reasons, PredictedFile heard)
{
    private const long FewBytes = 256 << 10;

    // The page brings its style along; nothing else may run or be loaded.
    private static readonly string PagePolicy =
        $"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(TablePrediction.PageStyle)))}'";

    /// <summary>Sends it all. What fails after the first rows breaks the connection off.</summary>
    public async Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        using var output = new RowsToResponse(response.BodyWriter, form.IsDocument);
        var prediction = new TablePrediction(file, model, output, form.Form, reasons) { Heard = heard.Hear, IsGuarded = form.IsGuarded };
        response.ContentType = form.MediaType;
        response.Headers["X-Weir-Model"] = model.Version;
        response.Headers.CacheControl = "no-store";
        if (form.Form == PredictionForm.Html) response.Headers.ContentSecurityPolicy = PagePolicy;
        if (form.IsDocument) output.Bare(Head());
        // Rows are written by threads of their own, which wait for a slow reader: never one that answers requests.
        try
        {
            await Task.Run(() => prediction.RunAsync(file.Length is < FewBytes ? 1 : Environment.ProcessorCount, context.RequestAborted), context.RequestAborted);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The reader went away, and the server has not heard of it yet.
            context.Abort();
            return;
        }
        finally
        {
            heard.End(prediction);
        }

        if (form.IsDocument) output.Bare(Foot(prediction));
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private string Head() => $"{{\"table\":{JsonSerializer.Serialize(model.Table)},\"model\":{JsonSerializer.Serialize(model.Version)},\"rows\":[\n";

    private static string Foot(TablePrediction prediction) =>
        $"\n],\"counts\":{{{string.Join(',', Enum.GetValues<Decision>().Select(decision => FormattableString.Invariant($"\"{decision.ToString().ToLowerInvariant()}\":{prediction.Count(decision)}")))}}}}}\n";

    /// <summary>Takes rows from the threads that judge. Within a document the line ends between rows become commas: no other stands in a row.</summary>
    private sealed class RowsToResponse(PipeWriter to, bool isDocument) : Stream
    {
        private const int FlushAt = 64 << 10;
        private const byte LineEnd = (byte)'\n';

        private bool _isOpen;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Bare(string text) => to.Write(Encoding.UTF8.GetBytes(text));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            for (var at = 0; at < buffer.Length;)
            {
                var part = buffer[at..Math.Min(buffer.Length, at + FlushAt)];
                if (isDocument) WriteRows(part);
                else to.Write(part);
                at += part.Length;
                if (to.UnflushedBytes >= FlushAt && to.FlushAsync().AsTask().GetAwaiter().GetResult() is { IsCompleted: true } or { IsCanceled: true }) throw new OperationCanceledException("Nobody reads the answer any more.");
            }
        }

        public override void Flush()
        {
            // The end of the request flushes.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        // The end of the last row is held back until another follows.
        private void WriteRows(ReadOnlySpan<byte> rows)
        {
            while (!rows.IsEmpty)
            {
                if (_isOpen) to.Write(",\n"u8);
                var end = rows.IndexOf(LineEnd);
                to.Write(end < 0 ? rows : rows[..end]);
                _isOpen = end >= 0;
                rows = end < 0 ? default : rows[(end + 1)..];
            }
        }
    }
}
