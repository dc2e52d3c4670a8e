using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Server.Settings;
using Xunit;

namespace Weir.Tests.Pipeline.Alerts;

public sealed class AlertSettingsTests
{
    [Fact]
    public void Plain_names_of_the_environment_make_channels()
    {
        var faults = new List<string>();
        var environment = new System.Collections.Hashtable
        {
            ["SLACK_WEBHOOK_URL"] = "https://hooks.example.org/services/T/B/x",
            ["SMTP_SERVER"] = "mail.example.org:2525",
            ["SMTP_USERNAME"] = "weir@example.org",
            ["SMTP_PASSWORD"] = "pass",
            ["ALERT_EMAIL"] = "a@example.org, b@example.org",
            ["WEIR__Alerts__Slack__Level"] = "warning",
        };
        var settings = AlertSettings.From(SettingsReader.Read("/nowhere", "/nowhere", environment, faults), faults);
        Assert.Empty(faults);
        Assert.Equal(FindingLevel.Warning, settings.Slack!.Least);
        var mail = settings.Email!;
        Assert.Equal(("mail.example.org", 2525, "weir@example.org", "pass", true), (mail.Host, mail.Port, mail.Sender, mail.Password, mail.Tls));
        Assert.Equal(["a@example.org", "b@example.org"], mail.To);
    }

    [Fact]
    public void Every_fault_is_told_and_no_secret()
    {
        var faults = new List<string>();
        AlertSettings.From(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Alerts:Slack:Url"] = "hooks.example.org/services/secret",
            ["Alerts:Slak:Url"] = "https://hooks.example.org/services/secret",
            ["Alerts:Email:Server"] = "mail.example.org",
            ["Alerts:Webhook:Secret"] = "s3cret",
            ["Alerts:MostPerHour"] = "0",
            ["Alerts:Often"] = "yes",
        }, faults);
        Assert.Equal(
        [
            "Alerts:Slak is no alert channel; the channels are Slack, Teams, Webhook, Email.",
            "Alerts:MostPerHour must be a whole number from 4 to 1000, not '0'.",
            "Alerts:Slack:Url must be an address that begins with http:// or https://.",
            "Alerts:Webhook:Url is missing: a secret alone reaches nobody.",
            "Alerts:Email:To (ALERT_EMAIL) is missing: a mail server alone has nobody to write to.",
            "Alerts:Often is not a setting of Weir; here it knows Alerts:Keep, Alerts:MostPerHour, Alerts:Remind, Alerts:Window.",
        ], faults);
    }

    [Theory]
    [InlineData("mail.example.org:465", null, "Alerts:Email:Server names port 465, where TLS comes before SMTP; Weir speaks STARTTLS, usually on port 587.")]
    [InlineData("mail.example.org:x", null, "Alerts:Email:Server must be a host, or host:port.")]
    [InlineData("mail.example.org", "none", "Alerts:Email:Tls must not be none with a password: it would travel in the clear.")]
    public void A_mail_server_that_cannot_be_used_safely_is_refused(string server, string? tls, string fault)
    {
        var faults = new List<string>();
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Alerts:Email:Server"] = server, ["Alerts:Email:To"] = "a@example.org", ["Alerts:Email:Password"] = "pass" };
        if (tls is not null) settings["Alerts:Email:Tls"] = tls;
        Assert.Null(AlertSettings.From(settings, faults).Email);
        Assert.Equal([fault], faults);
    }
}
