using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Weir.Detection;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Security.Limits;

namespace Weir.Server.Checks;

/// <summary>
/// POST /v1/check/stream: one line in, one verdict line out, in order, for any length and in constant memory. The detector
/// is taken anew for each batch of lines, so a long stream follows a new champion.
/// </summary>
internal sealed class CheckStreamEndpoint(Judge judge, QuotaDoor quotas)
{
    /// <summary>Most bytes of one line; a longer one is answered as unreadable.</summary>
    public const int MaxLineBytes = 64 << 10;

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
        await new StreamRun(judge, quotas, explain, context.Caller(), context.Request.BodyReader, context.Response.BodyWriter).ToEnd(context.RequestAborted);
    }

    private static bool TryExplain(HttpRequest request, out Explain explain)
    {
        explain = Explain.None;
        var wanted = request.Query["explain"].ToString();
        return wanted.Length == 0 || EnumWords.TryRead(wanted, out explain);
    }

    // A stream may be long, and may wait for its source: it is bounded by line instead.
    private static void LiftBounds(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }
}
