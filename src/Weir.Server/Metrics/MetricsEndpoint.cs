using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Models;
using Weir.Server.Protocols.Syslog;
using Weir.Server.Security;
using Weir.Server.Stats;
using Weir.Server.Tables;

namespace Weir.Server.Metrics;

/// <summary>GET /metrics, for Prometheus.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Maps /metrics.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Read)
        .WithTags("Health").WithName("metrics").WithSummary("Counters and gauges in the text format of Prometheus.").Produces<string>(StatusCodes.Status200OK, "text/plain").Needs(AccessRole.Viewer, mainOnly: true, orLocal: true);

    private static IResult Read(VerdictCounts counts, DetectorHolder holder, StoreFigures figures, SyslogSender syslog, TablePredictionRecorder tables)
    {
        var text = new MetricText();
        VerdictMetrics.Write(text, counts);
        StoreMetrics.Write(text, figures);
        ModelMetrics.Write(text, holder.Current, figures.Read());
        EventEndpoints.Write(text, syslog);
        tables.Write(text);
        ProcessMetrics.Write(text);
        return Results.Text(text.ToString(), MetricText.MediaType);
    }
}
