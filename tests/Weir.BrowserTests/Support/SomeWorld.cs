using Weir.Storage;
using Weir.Storage.Alerts;

namespace Weir.BrowserTests.Support;

/// <summary>Something of everything that pages show, hostile where strangers write it.</summary>
internal static class SomeWorld
{
    /// <summary>A script where text belongs, a mark that turns the direction, and a quote that would leave an attribute.</summary>
    public const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'\u202Egnp.exe";

    /// <summary>Fills the store.</summary>
    public static void Fill(WeirStore store) => Alerts(store);

    private static void Alerts(WeirStore store)
    {
        var now = store.Time.GetUtcNow();
        store.Alerts.Apply(_ =>
        [
            Step("feed-failed", "openphish", 1, "The feed openphish did not answer.", now, null),
            Step("feed-shrunken", Hostile, 2, $"The feed {Hostile} has shrunk.", now.AddHours(-3), null),
            Step("drift", "url", 0, "Fewer addresses than usual.", now.AddDays(-2), now.AddDays(-1)),
        ]);
    }

    private static AlertStep Step(string kind, string subject, int level, string sentence, DateTimeOffset first, DateTimeOffset? over) => new(
        new AlertRecord { Kind = kind, Subject = subject, Level = level, Sentence = sentence, FirstAt = first, LastAt = over ?? first, Count = 3, ToldAt = first, ResolvedAt = over }, []);
}
