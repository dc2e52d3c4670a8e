using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Pipeline;

namespace Weir.Server.Tables;

/// <summary>Puts tables into the server.</summary>
internal static class TableHost
{
    /// <summary>Adds what trains and serves tables.</summary>
    public static void AddTables(this IServiceCollection services) =>
        services.AddSingleton<ITableWatch>(provider => provider.GetRequiredService<TableTrainings>()).AddSingleton<TablePredictionRecorder>().AddHostedService(provider => provider.GetRequiredService<TablePredictionRecorder>())
            .AddSingleton<TableTrainings>().AddHostedService(provider => provider.GetRequiredService<TableTrainings>())
            .AddSingleton<TableUploads>().AddHostedService(provider => provider.GetRequiredService<TableUploads>())
            .AddSingleton<TableServing>().AddSingleton<PredictTarget>().AddSingleton<PredictEndpoint>().AddSingleton<TableLoading>().AddSingleton<TableDesk>();

    /// <summary>Maps all paths of tables.</summary>
    public static void MapTables(this IEndpointRouteBuilder routes)
    {
        routes.MapTrainings();
        PredictEndpoint.Map(routes);
        TableEndpoints.Map(routes);
        TableSchemaEndpoints.Map(routes);
        TableRowEndpoints.Map(routes);
        TableDriftEndpoints.Map(routes);
        TableLoopEndpoints.Map(routes);
    }
}
