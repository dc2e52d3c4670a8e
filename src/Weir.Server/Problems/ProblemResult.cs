using Microsoft.AspNetCore.Http;

namespace Weir.Server.Problems;

/// <summary>Lets an endpoint return a problem.</summary>
internal sealed class ProblemResult(Problem problem) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => problem.WriteAsync(httpContext);
}
