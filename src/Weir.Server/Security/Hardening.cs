using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Weir.Server.Security;

/// <summary>What stands around every answer: TLS, headers, named proxies, other origins.</summary>
internal static class Hardening
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Nothing = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Listens with TLS where an address says https.</summary>
    public static void UseCertificate(this IWebHostBuilder host, SecurityOptions options)
    {
        if (options.CertificatePath is not { } path) return;
        host.UseKestrelHttpsConfiguration();
        host.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Load(path, options.CertificatePassword)));
    }

    /// <summary>Adds what lets pages of other origins ask.</summary>
    public static void AddOrigins(this IServiceCollection services, SecurityOptions options)
    {
        if (options.Origins.Count == 0) return;
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins([.. options.Origins])
            .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("Authorization", "X-Api-Key", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match")
            .WithExposedHeaders("ETag", "Location", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Idempotent-Replayed")));
    }

    /// <summary>Guards every answer; stands before everything else.</summary>
    public static void UseHardening(this IApplicationBuilder app, ServerOptions server)
    {
        var (options, port) = (server.Security, TlsPort(server.Urls));
        if (options.Proxies.Count > 0) app.UseForwardedHeaders(Forwarded(options));
        var hsts = options.HstsDays > 0 ? (StringValues)$"max-age={options.HstsDays * 86_400L}" : default;
        app.Use(next => context =>
        {
            var headers = context.Response.Headers;
            // Pages and documents replace the policy by their own.
            headers.XContentTypeOptions = NoSniff;
            headers.ContentSecurityPolicy = Nothing;
            if (!context.Request.IsHttps) return options.HttpsRedirect && !IsProbe(context.Request.Path) ? ToTls(context, port, server) : next(context);
            if (hsts.Count > 0) headers.StrictTransportSecurity = hsts;
            return next(context);
        });
    }

    /// <summary>Lets pages of named origins ask; stands after routing and before access.</summary>
    public static void UseOrigins(this IApplicationBuilder app, SecurityOptions options)
    {
        if (options.Origins.Count > 0) app.UseCors();
    }

    private static bool IsProbe(PathString path) => path.Value is "/healthz" or "/readyz";

    // Behind a proxy, or on the usual port, the address needs none.
    private static int? TlsPort(IReadOnlyList<string> urls) => urls.FirstOrDefault(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) is { } url
        && BindingAddress.Parse(url).Port is var port and not 443 ? port : null;

    // Another scheme needs a whole address: the public one where it is set, else that which was asked.
    private static Task ToTls(HttpContext context, int? port, ServerOptions server)
    {
        var request = context.Request;
        var host = port is { } named ? new HostString(request.Host.Host, named) : new HostString(request.Host.Host);
        var own = server.PublicUrl.StartsWith("https:", StringComparison.Ordinal) ? server.PublicUrl : $"https://{host.ToUriComponent()}";
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"{own}{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}";
        return Task.CompletedTask;
    }

    private static ForwardedHeadersOptions Forwarded(SecurityOptions options)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.Proxies) forwarded.KnownIPNetworks.Add(network);
        return forwarded;
    }

    private static X509Certificate2 Load(string path, string? password) => Path.GetExtension(path).ToLowerInvariant() is ".pfx" or ".p12"
        ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
        : password is null ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, password);
}
