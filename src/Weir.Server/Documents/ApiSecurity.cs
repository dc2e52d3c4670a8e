using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Server.Security;

namespace Weir.Server.Documents;

/// <summary>The ways to say who asks.</summary>
internal static class ApiSecurity
{
    private const string Bearer = "bearer";
    private const string Header = "apiKey";
    private const string Basic = "basic";
    private const string Query = "queryKey";
    private const string Cookie = "session";

    // Their programs know no other place for a key than the password of an address.
    private static readonly string[] OfPasswords = ["taxii2", "misp/", "v1/export/"];

    /// <summary>All schemes.</summary>
    public static Dictionary<string, IOpenApiSecurityScheme> Schemes() => new(StringComparer.Ordinal)
    {
        [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key that an admin made at /keys, as Authorization: Bearer KEY." },
        [Header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "The same key in a header of its own." },
        [Basic] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "The key as password, with any user name: for TAXII, MISP and block list clients." },
        [Query] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = "key", Description = "The key in the address, for Safe Browsing clients only." },
        [Cookie] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "weir", Description = "The session of a browser that logged in at /login. Changes are taken from pages of this server only." },
    };

    /// <summary>Names the schemes of an operation.</summary>
    public static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, AccessRole role)
    {
        var path = context.Description.RelativePath ?? "";
        List<string> schemes = [Bearer, Header];
        if (path.StartsWith("v4/", StringComparison.Ordinal) || path.StartsWith("v5/", StringComparison.Ordinal)) schemes.Add(Query);
        else schemes.Add(Cookie);
        if (OfPasswords.Any(start => path.StartsWith(start, StringComparison.Ordinal))) schemes.Add(Basic);
        operation.Security = role == AccessRole.Anyone ? [] : [.. schemes.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] })];
        // This machine needs no key for what asks for the role check.
        if (role == AccessRole.Check) operation.Security.Add(new OpenApiSecurityRequirement());
    }
}
