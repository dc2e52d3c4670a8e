using System.Globalization;
using Microsoft.AspNetCore.Components;
using Weir.Server.Security;
using Weir.Server.Security.Limits;

namespace Weir.Server.Dashboard.Security;

/// <summary>What is set, without secrets.</summary>
public sealed partial class SettingsPage
{
    [Inject] private ServerOptions Options { get; set; } = null!;

    private IReadOnlyList<ShownSetting> Set { get; set; } = [];

    private IEnumerable<(string Name, string Text)> Guards
    {
        get
        {
            var security = Options.Security;
            yield return ("Listens on", string.Join(", ", Options.Urls));
            yield return ("Others without a key", Options.AllowRemote ? "may check, within the limits" : "are refused");
            yield return ("To TLS", security.HttpsRedirect ? "callers without it are sent there" : "nobody is sent");
            yield return ("Browsers keep to TLS", security.HstsDays > 0 ? Text($"for {security.HstsDays} days") : "are not told to");
            yield return ("Proxies believed", security.Proxies.Count > 0 ? string.Join(", ", security.Proxies) : "none");
            yield return ("Other origins", security.Origins.Count > 0 ? string.Join(", ", security.Origins) : "none");
            yield return ("Each key", Text(security.KeyLimits));
            yield return ("Each address without", Text(security.AnonymousLimits));
            yield return ("Longest body", Text($"{Options.MaxBodyBytes:N0} bytes, {Options.MaxItems:N0} subjects"));
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Set = SettingDesk.Shown(Options.DataDirectory);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Text(MeterLimits limits) =>
        (limits.RequestsASecond > 0 ? Text($"{limits.RequestsASecond:N0} requests a second ({limits.Burst:N0} at once)") : "any number of requests")
        + (limits.SubjectsADay > 0 ? Text($", {limits.SubjectsADay:N0} subjects a day") : ", any number of subjects");
}
