using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Exports;
using Weir.Server.Protocols.Misp;
using Weir.Server.Protocols.SafeBrowsing;
using Weir.Server.Protocols.Syslog;
using Weir.Server.Protocols.Taxii;

namespace Weir.Server.Protocols;

/// <summary>What other programs speak to: Safe Browsing, exports, TAXII, MISP, and events to a log server.</summary>
internal static class ProtocolHost
{
    /// <summary>Adds what the protocols stand on.</summary>
    public static void AddProtocols(this IServiceCollection services) => services.AddSingleton<KnownHashes>().AddSingleton<RecentPhishing>()
        .AddSingleton<ThreatWatch>().AddHostedService(provider => provider.GetRequiredService<ThreatWatch>())
        .AddSingleton<SyslogSender>().AddHostedService(provider => provider.GetRequiredService<SyslogSender>())
        .AddSingleton<VerdictTap>().AddHostedService(provider => provider.GetRequiredService<VerdictTap>());

    /// <summary>Maps their paths.</summary>
    public static void MapProtocols(this IEndpointRouteBuilder routes)
    {
        routes.MapSafeBrowsing4();
        routes.MapSafeBrowsing5();
        routes.MapExports();
        routes.MapMisp();
        routes.MapTaxii();
        routes.MapEvents();
    }
}
