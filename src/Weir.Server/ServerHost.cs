using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.Server.Alerts;
using Weir.Server.Appeals;
using Weir.Server.Assets;
using Weir.Server.Audits;
using Weir.Server.Checks;
using Weir.Server.Collectors;
using Weir.Server.Dashboard;
using Weir.Server.Dashboard.Tables;
using Weir.Server.Documents;
using Weir.Server.Feeds;
using Weir.Server.Health;
using Weir.Server.Jobs;
using Weir.Server.Lists;
using Weir.Server.Live;
using Weir.Server.Logs;
using Weir.Server.Metrics;
using Weir.Server.Models;
using Weir.Server.Monitoring;
using Weir.Server.Problems;
using Weir.Server.Protocols;
using Weir.Server.Review;
using Weir.Server.Schedules;
using Weir.Server.Security;
using Weir.Server.Stats;
using Weir.Server.Tables;
using Weir.Server.Verdicts;
using Weir.Storage;

namespace Weir.Server;

/// <summary>The server, read from top to bottom: what it is made of, then what it answers.</summary>
internal static class ServerHost
{
    /// <summary>
    /// Everything put together and not yet started; <paramref name="look"/> gives detectors as they change, <paramref name="store"/> the store
    /// once there is one, <paramref name="loop"/> opens the loop that has its turns while the server runs.
    /// </summary>
    public static WebApplication Create(ServerOptions options, Func<ServedDetector?> look, Func<WeirStore?> store, TimeProvider time, Func<ILoop>? loop = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Weir.Server" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            ShortLane.Open(kestrel);
        });
        builder.WebHost.UseCertificate(options.Security);
        // A request is answered on the thread that received it: two hand-overs less, and whoever waits blocks his own connection alone.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.Logging.AddLogs(options);
        // A start that fails is told in one sentence by whoever started; the host would add its stack.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // It would make an activity of each request for a log that says nothing of it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // It warns at each page that its Cache-Control says no less than ours.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        AddParts(builder.Services, options, look, store, time);
        if (loop is not null) builder.Services.AddSingleton(loop).AddHostedService<LoopService>();
        var app = builder.Build();
        app.UseHardening(options);
        app.UseProblems(options, app.Logger);
        app.UseShortChecks(options);
        app.UseRouting();
        app.UseOrigins(options.Security);
        app.UseAccess();
        app.UseAntiforgery();
        app.UseRelativeRedirects();
        app.MapHealth();
        app.MapMetrics();
        if (options.Role is ServerRole.Scheduler or ServerRole.Collector or ServerRole.Worker) return app;
        app.MapChecks();
        app.MapModels();
        app.MapModelReports();
        app.MapModelChanges();
        app.MapLists();
        app.MapAppeals();
        app.MapReview();
        app.MapStats();
        app.MapHistory();
        app.MapDrift();
        app.MapAlerts();
        app.MapFeeds();
        app.MapProtocols();
        app.MapAudit();
        app.MapDocuments();
        app.MapCollectors();
        app.MapAssets();
        app.MapEvents();
        app.MapAccess();
        app.MapJobs();
        app.MapJobResults();
        app.MapJobForm();
        app.MapTables();
        app.MapTableForms();
        app.MapDashboard();
        return app;
    }

    private static void AddParts(IServiceCollection services, ServerOptions options, Func<ServedDetector?> look, Func<WeirStore?> store, TimeProvider time)
    {
        services.AddSingleton(options).AddSingleton(time).AddSingleton(look).AddSingleton(store);
        services.AddSingleton(new DetectorHolder(ServedDetector.Without("No model is loaded yet.", time)));
        services.AddSingleton<ChampionWatcher>().AddHostedService(provider => provider.GetRequiredService<ChampionWatcher>());
        services.AddSingleton<VerdictCounts>().AddSingleton<Judge>().AddSingleton<CheckEndpoint>().AddSingleton<StoreFigures>();
        services.AddSingleton<TrafficRecorder>().AddHostedService(provider => provider.GetRequiredService<TrafficRecorder>());
        // What is wrong with a body reaches the door of problems, which names its member.
        services.AddRoutingCore().Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)));
        services.AddDocuments();
        services.AddSingleton<StoreDoor>(() => store() ?? throw new StoreException("This server has no database yet; start it with `weir serve`."));
        services.AddSingleton<ListDesk>().AddSingleton<AuditProof>();
        services.AddAccess(options);
        services.AddSingleton<LiveEvents>().AddSingleton<ListenerSeats>().AddSingleton<OverviewPulse>();
        services.AddSingleton<FeedDesk>().AddSingleton<FeedFetching>();
        services.AddSingleton<ModelChanges>().AddSingleton<ModelCards>();
        services.AddJobs(options);
        services.AddTables();
        services.AddSingleton<AppealLink>().AddSingleton<AppealLimiter>().AddSingleton<AppealDesk>().AddSingleton<ReviewDesk>();
        services.AddDashboard();
        services.AddTablePages();
        services.AddProtocols();
    }
}
