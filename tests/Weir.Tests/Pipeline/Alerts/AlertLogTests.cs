using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Alerts;

public abstract class AlertLogTests(StoreKind kind)
{
    [Fact]
    public void The_same_trouble_is_told_once_and_counted()
    {
        using var alerts = new SomeAlerts(kind: kind);
        alerts.Raise(SomeAlerts.Stale());
        alerts.Time.Advance(TimeSpan.FromHours(1));
        alerts.Raise(SomeAlerts.Stale(), SomeAlerts.Stale());
        Assert.Equal(["raised The feed openphish brought nothing new for 3 days."], alerts.Waiting());
        Assert.Equal(3, Assert.Single(alerts.Store.Alerts.Open()).Count);
    }

    [Fact]
    public void Troubles_of_another_subject_are_their_own()
    {
        using var alerts = new SomeAlerts(kind: kind);
        alerts.Raise(SomeAlerts.Stale("a"), SomeAlerts.Stale("b"));
        Assert.Equal(2, alerts.Waiting().Count);
    }

    [Fact]
    public void What_gets_worse_is_told_again()
    {
        using var alerts = new SomeAlerts(kind: kind);
        alerts.Raise(SomeAlerts.Stale());
        alerts.Raise(SomeAlerts.Stale(level: FindingLevel.Critical));
        alerts.Raise(SomeAlerts.Stale());
        Assert.Equal(["raised The feed openphish brought nothing new for 3 days.", "worse Now critical: The feed openphish brought nothing new for 3 days."], alerts.Waiting());
    }

    [Fact]
    public void What_lasts_is_told_again_each_day()
    {
        using var alerts = new SomeAlerts(kind: kind);
        for (var hour = 0; hour <= 48; hour++, alerts.Time.Advance(TimeSpan.FromHours(1))) alerts.Raise(SomeAlerts.Stale());
        Assert.Equal(
        [
            "raised The feed openphish brought nothing new for 3 days.",
            "reminder Still so, seen 25 times since 2025-06-01 12:00 UTC: The feed openphish brought nothing new for 3 days.",
            "reminder Still so, seen 49 times since 2025-06-01 12:00 UTC: The feed openphish brought nothing new for 3 days.",
        ], alerts.Waiting());
    }

    [Fact]
    public void What_someone_took_on_is_not_told_again_until_it_gets_worse()
    {
        using var alerts = new SomeAlerts(kind: kind);
        alerts.Raise(SomeAlerts.Stale());
        Assert.True(alerts.Store.Alerts.Acknowledge(1, "ann"));
        for (var hour = 0; hour <= 30; hour++, alerts.Time.Advance(TimeSpan.FromHours(1))) alerts.Raise(SomeAlerts.Stale());
        Assert.Single(alerts.Waiting());
        alerts.Raise(SomeAlerts.Stale(level: FindingLevel.Critical));
        Assert.Equal(2, alerts.Waiting().Count);
    }

    [Fact]
    public void What_is_not_seen_for_the_window_is_over_and_that_is_told()
    {
        using var alerts = new SomeAlerts(kind: kind);
        alerts.Raise(SomeAlerts.Stale());
        alerts.Time.Advance(TimeSpan.FromHours(24));
        alerts.Raise();
        Assert.Single(alerts.Store.Alerts.Open());
        alerts.Time.Advance(TimeSpan.FromHours(1));
        alerts.Raise();
        Assert.Empty(alerts.Store.Alerts.Open());
        Assert.Equal("silent Not seen again since 2025-06-01 12:00 UTC, so taken to be over: The feed openphish brought nothing new for 3 days.", alerts.Waiting()[1]);
        alerts.Raise(SomeAlerts.Stale());
        Assert.Equal(3, alerts.Waiting().Count);
    }

    [Fact]
    public void A_station_may_say_that_a_trouble_is_over()
    {
        using var alerts = new SomeAlerts(kind: kind);
        var over = SomeAlerts.Stale() with { Sentence = "The feed openphish is fresh again.", IsOver = true };
        alerts.Raise(over);
        Assert.Empty(alerts.Waiting());
        alerts.Raise(SomeAlerts.Stale());
        alerts.Raise(over);
        Assert.Equal("resolved Over: The feed openphish is fresh again.", alerts.Waiting()[1]);
        Assert.Empty(alerts.Store.Alerts.Open());
    }

    [Fact]
    public void What_merely_happens_ends_in_silence()
    {
        using var alerts = new SomeAlerts(kind: kind);
        alerts.Raise(new Finding(FindingKind.Promoted, FindingLevel.Information, "v2", "v2 serves from now on."));
        alerts.Time.Advance(TimeSpan.FromHours(26));
        alerts.Raise();
        Assert.Equal(["raised v2 serves from now on."], alerts.Waiting());
        Assert.Empty(alerts.Store.Alerts.Open());
    }

    [Fact]
    public void A_channel_is_told_only_of_its_level()
    {
        using var alerts = new SomeAlerts(new AlertSettings
        {
            Slack = new WebhookTarget(new Uri("http://127.0.0.1:9/"), Least: FindingLevel.Critical),
            Webhook = new WebhookTarget(new Uri("http://127.0.0.1:9/")),
        }, kind);
        alerts.Raise(SomeAlerts.Stale());
        Assert.Equal((0, 1), (alerts.Waiting("slack").Count, alerts.Waiting().Count));
        alerts.Raise(SomeAlerts.Stale(level: FindingLevel.Critical));
        Assert.Equal((1, 2), (alerts.Waiting("slack").Count, alerts.Waiting().Count));
    }

    [Fact]
    public void Secrets_and_live_addresses_are_not_kept()
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Feeds:phishtank:Key"] = "s3cretkey", ["Alerts:Webhook:Url"] = "http://127.0.0.1:9/hook/abcdef" };
        using var alerts = new SomeAlerts(AlertSettings.From(settings, []), kind);
        alerts.Raise(new Finding(FindingKind.FeedFailed, FindingLevel.Warning, "phishtank",
            "GET https://data.example.org/s3cretkey/list.json?api_key=other failed\r\nsee http://evil.example/login and evil2.example or http://127.0.0.1:9/hook/abcdef"));
        var kept = Assert.Single(alerts.Store.Alerts.Open()).Sentence;
        Assert.Equal("GET hxxps://data[.]example[.]org/***/list.json?api_key=*** failed see hxxp://evil[.]example/login and evil2[.]example or ***", kept);
        Assert.Contains(kept, Assert.Single(alerts.Waiting()), StringComparison.Ordinal);
    }

    [Fact]
    public void What_ended_long_ago_is_forgotten()
    {
        using var alerts = new SomeAlerts(kind: kind);
        alerts.Raise(SomeAlerts.Stale());
        alerts.Time.Advance(TimeSpan.FromDays(2));
        alerts.Raise();
        alerts.Time.Advance(TimeSpan.FromDays(91));
        alerts.Raise();
        Assert.Empty(alerts.Store.Alerts.Recent(10));
        Assert.Empty(alerts.Waiting());
    }

    [Fact]
    public void A_clock_that_jumps_back_ends_nothing_and_tells_nothing_twice()
    {
        using var alerts = new SomeAlerts(kind: kind);
        alerts.Raise(SomeAlerts.Stale());
        alerts.Time.Advance(TimeSpan.FromDays(-400));
        alerts.Raise(SomeAlerts.Stale());
        Assert.Single(alerts.Store.Alerts.Open());
        Assert.Single(alerts.Waiting());
    }
}

public sealed class AlertLogOnSqlite() : AlertLogTests(StoreKind.Sqlite);

public sealed class AlertLogOnPostgres() : AlertLogTests(StoreKind.Postgres);
