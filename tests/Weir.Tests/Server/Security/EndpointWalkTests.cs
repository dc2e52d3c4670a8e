using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Security;
using Xunit;

namespace Weir.Tests.Server.Security;

/// <summary>Goes to every endpoint and page as everybody.</summary>
public sealed partial class EndpointWalkTests
{
    [Fact]
    public async Task Nobody_reaches_more_than_his_role_and_tenant_may()
    {
        await using var server = await ServerUnderTest.Start();
        Person[] people =
        [
            new("anonymous", server.Anonymous, AccessRole.Check, true, true), new("a check key", server.ClientOf("check"), AccessRole.Check, true),
            new("a viewer", server.ClientOf("viewer"), AccessRole.Viewer, true), new("an analyst", server.ClientOf("analyst"), AccessRole.Analyst, true),
            new("an admin", server.ClientOf("admin"), AccessRole.Admin, true), new("an admin of acme", server.ClientOf("admin", "acme"), AccessRole.Admin, false),
        ];
        var faults = new List<string>();
        foreach (var endpoint in server.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                foreach (var person in people)
                    if (await Fault(endpoint, method, person) is { } fault) faults.Add(fault);
        Assert.Equal("", string.Join('\n', faults));
    }

    private static async Task<string?> Fault(RouteEndpoint endpoint, string method, Person person)
    {
        var needs = endpoint.Metadata.GetMetadata<NeedsAttribute>() ?? new NeedsAttribute(AccessRole.Admin) { MainOnly = true };
        var may = (needs.OrLocal && person.IsLocal) || (person.Role >= needs.Role && (person.IsOfMain || !needs.MainOnly || needs.Role == AccessRole.Anyone));
        // What is allowed and changes something is left to its own tests.
        if (may && method is not ("GET" or "HEAD")) return null;
        var path = Placeholder().Replace(endpoint.RoutePattern.RawText!, match => match.Value.Contains(":long", StringComparison.Ordinal) || match.Value.Contains(":int", StringComparison.Ordinal) ? "1" : match.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "x");
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : "/" + path);
        using var answer = await person.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var isRefused = (int)answer.StatusCode is 401 or 403;
        // A door of its own, such as the token of a collector, may refuse what the role allows to try.
        if (may ? !isRefused || needs.Role == AccessRole.Anyone : isRefused) return null;
        return $"{method} {endpoint.RoutePattern.RawText} needs {needs.Role}{(needs.MainOnly ? " of main" : "")} and answers {person.Name} with {(int)answer.StatusCode}";
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Placeholder();

    private sealed record Person(string Name, HttpClient Client, AccessRole Role, bool IsOfMain, bool IsLocal = false);
}
