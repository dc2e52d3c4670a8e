using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Weir.Detection;
using Weir.Server.Security;
using Weir.Server.Security.Limits;

namespace Weir.Server.Checks;

/// <summary>POST /v1/check: one subject, or up to the bound. The common case runs without a state machine.</summary>
internal sealed class CheckEndpoint(Judge judge, ServerOptions options, QuotaDoor quotas)
{
    private const int FlushAt = 64 << 10;

    /// <summary>Answers one request.</summary>
    public Task Handle(HttpContext context)
    {
        if (context.Request.BodyReader.TryRead(out var read) && read.IsCompleted) return Answer(context, read);
        return read.Buffer.IsEmpty && !read.IsCompleted ? ReadAll(context) : ReadRest(context, read);
    }

    private Task ReadRest(HttpContext context, ReadResult read)
    {
        context.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return ReadAll(context);
    }

    private async Task ReadAll(HttpContext context)
    {
        var body = context.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                await Answer(context, read);
                return;
            }
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private Task Answer(HttpContext context, ReadResult read)
    {
        var body = CheckBodyParser.Parse(read.Buffer, options.MaxItems);
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        if (body.Problem is { } problem) return problem.WriteAsync(context);
        if (quotas.TryTake(context.Caller(), body.Many?.Count ?? 1) is { } limited) return limited.WriteAsync(context);
        return body.Many is { } many ? AnswerMany(context, many, body.Explain ?? Explain.None) : AnswerOne(context, body.One, body.Explain ?? Explain.Top);
    }

    private Task AnswerOne(HttpContext context, in CheckSubject subject, Explain explain)
    {
        var buffer = VerdictBuffer.Rent();
        buffer.Write(judge.Of(judge.Begin(), subject, explain, context.Caller()));
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = buffer.Written.Length;
        // Kestrel copies the bytes before it returns, so this thread's buffer is free again.
        var written = response.BodyWriter.WriteAsync(buffer.Written);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    private async Task AnswerMany(HttpContext context, List<CheckSubject> many, Explain explain)
    {
        var (detector, caller) = (judge.Begin(), context.Caller());
        var buffer = new VerdictUtf8();
        context.Response.ContentType = "application/json";
        buffer.Write("{\"verdicts\":["u8);
        for (var i = 0; i < many.Count; i++)
        {
            if (i > 0) buffer.Write(","u8);
            buffer.Write(judge.Of(detector, many[i], explain, caller));
            if (buffer.Written.Length < FlushAt) continue;
            await context.Response.BodyWriter.WriteAsync(buffer.Written, context.RequestAborted);
            buffer.Clear();
        }
        buffer.Write("]}"u8);
        await context.Response.BodyWriter.WriteAsync(buffer.Written, context.RequestAborted);
    }
}
