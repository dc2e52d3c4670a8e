using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Weir.Detection;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Security.Limits;

namespace Weir.Server.Checks;

/// <summary>
/// POST /v1/check/stream: one line in, one verdict line out, in order, for any length and in constant memory. The detector
/// is taken anew for each piece that arrives, so a long stream follows a new champion.
/// </summary>
internal sealed class CheckStreamEndpoint(Judge judge, QuotaDoor quotas)
{
    /// <summary>Most bytes of one line; a longer one is answered as unreadable.</summary>
    public const int MaxLineBytes = 64 << 10;

    private const int FlushAt = 32 << 10;

    /// <summary>Answers one stream.</summary>
    public async Task Handle(HttpContext context)
    {
        if (!TryExplain(context.Request, out var explain))
        {
            await Problem.BadRequest("The query's 'explain' is none, top or full.").WriteAsync(context);
            return;
        }
        if (quotas.TryTake(context.Caller(), 1) is { } limited)
        {
            await limited.WriteAsync(context);
            return;
        }

        LiftBounds(context);
        context.Response.ContentType = "application/x-ndjson";
        await new Run(judge, quotas, explain, context.Caller(), context.Request.BodyReader, context.Response.BodyWriter).ToEnd(context.RequestAborted);
    }

    private static bool TryExplain(HttpRequest request, out Explain explain)
    {
        explain = Explain.None;
        var wanted = request.Query["explain"].ToString();
        return wanted.Length == 0 || (!char.IsDigit(wanted[0]) && Enum.TryParse(wanted, ignoreCase: true, out explain));
    }

    // A stream may be long, and may wait for its source: it is bounded by line instead.
    private static void LiftBounds(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    private sealed class Run(Judge judge, QuotaDoor quotas, Explain explain, Caller caller, PipeReader input, PipeWriter output)
    {
        private readonly VerdictBuffer _answers = new();

        private bool _skipping;

        // The first line was taken before the answer began, so that a spent quota is a 429.
        private bool _isPaid = true;

        public async Task ToEnd(CancellationToken ct)
        {
            while (true)
            {
                var read = await input.ReadAsync(ct);
                var detector = judge.Begin();
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    Answer(detector, rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                    if (_answers.Written.Length >= FlushAt) await Send(ct);
                }
                rest = Bounded(rest);
                if (read.IsCompleted && (!rest.IsEmpty || _skipping)) Answer(detector, rest);
                await Send(ct);
                input.AdvanceTo(read.IsCompleted ? read.Buffer.End : rest.Start, read.Buffer.End);
                if (read.IsCompleted) return;
            }
        }

        private ReadOnlySequence<byte> Bounded(ReadOnlySequence<byte> unfinished)
        {
            if (unfinished.Length <= MaxLineBytes && !_skipping) return unfinished;
            _skipping = true;
            return unfinished.Slice(unfinished.End);
        }

        private void Answer(ServedDetector detector, in ReadOnlySequence<byte> line)
        {
            var subject = _skipping || line.Length > MaxLineBytes ? new CheckSubject("", $"The line is longer than {MaxLineBytes} bytes.") : CheckLine.Read(line);
            _skipping = false;
            if (!_isPaid && quotas.TryTake(caller, 1) is { } spent) subject = new CheckSubject(subject.Text, spent.Detail);
            _isPaid = false;
            _answers.Write(judge.Of(detector, subject, explain, caller));
            _answers.Write("\n"u8);
        }

        private async ValueTask Send(CancellationToken ct)
        {
            if (_answers.Written.IsEmpty) return;
            await output.WriteAsync(_answers.Written, ct);
            _answers.Clear();
        }
    }
}
