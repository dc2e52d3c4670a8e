using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Server.Dashboard;

/// <summary>The pages: components that are rendered here and sent as HTML; nothing of them runs in the browser.</summary>
internal static class DashboardHost
{
    /// <summary>Adds what renders the pages.</summary>
    public static void AddDashboard(this IServiceCollection services)
    {
        // Every script as it is: readers see the letters; what could be markup is still encoded.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRazorComponents();
        services.AddAntiforgery(forms => (forms.Cookie.Name, forms.Cookie.SecurePolicy) = ("weir-form", CookieSecurePolicy.SameAsRequest));
    }

    /// <summary>Maps every page that names its path.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder routes) => routes.MapRazorComponents<App>();
}
