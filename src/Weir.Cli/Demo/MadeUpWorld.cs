namespace Weir.Cli.Demo;

/// <summary>An address that appeared in the made-up world.</summary>
internal readonly record struct Appearance(DateTimeOffset At, string Url, bool IsPhishing, int Era);

/// <summary>
/// Some weeks of a made-up world: sites and phishing as they appear, and the troubles that its feeds have. One seed is one history; the
/// eras of phishing follow each other, so that a model that never learns again falls behind.
/// </summary>
internal sealed class MadeUpWorld
{
    private const int SitesADay = 60;
    private const int PhishingADay = 50;
    // One in so many looks like the other kind: no world is told apart without a doubt.
    private const int Odd = 150;

    private readonly List<Appearance> _appearances = [];

    public MadeUpWorld(ulong seed, DateTimeOffset start, int daysBefore, int days)
    {
        var names = new MadeUpNames(seed);
        Start = start;
        SecondEra = start.AddDays(8 + names.Next(3));
        ThirdEra = SecondEra.AddDays(10 + names.Next(3));
        ShopsFrom = ThirdEra.AddDays(14);
        var order = names.Next(6);
        string[] feeds = ["harbour", "lighthouse", "beacon"];
        Broken = feeds[order % 3];
        Silent = feeds[(order + 1) % 3];
        Poisoned = feeds[(order + 2) % 3];
        BrokenFrom = start.AddDays(3 + names.Next(3));
        SilentFrom = BrokenFrom.AddDays(8 + names.Next(3));
        PoisonedFrom = SilentFrom.AddDays(10 + names.Next(3));
        for (var day = -daysBefore; day < days; day++) Live(names, start.AddDays(day));
    }

    public DateTimeOffset Start { get; }

    /// <summary>When machine-made names begin.</summary>
    public DateTimeOffset SecondEra { get; }

    /// <summary>When names as small shops have them begin.</summary>
    public DateTimeOffset ThirdEra { get; }

    /// <summary>When real small shops of such names begin to open: a model that condemns them all is wrong from then on.</summary>
    public DateTimeOffset ShopsFrom { get; }

    /// <summary>The feed that answers with a web page for two days.</summary>
    public string Broken { get; }

    public DateTimeOffset BrokenFrom { get; }

    /// <summary>The feed that cannot be reached for four days.</summary>
    public string Silent { get; }

    public DateTimeOffset SilentFrom { get; }

    /// <summary>The feed that someone fills with popular sites.</summary>
    public string Poisoned { get; }

    public DateTimeOffset PoisonedFrom { get; }

    /// <summary>What appeared after the one moment and not after the other.</summary>
    public IEnumerable<Appearance> Between(DateTimeOffset after, DateTimeOffset until) => _appearances.Where(a => a.At > after && a.At <= until);

    private void Live(MadeUpNames names, DateTimeOffset day)
    {
        var hasShops = day >= ShopsFrom;
        for (var i = 0; i < SitesADay; i++) Appear(names.Coin(Odd) ? names.Phishing(0) : hasShops && names.Coin(2) ? names.Shop() : names.Site(), false, 0);
        for (var i = 0; i < PhishingADay; i++)
        {
            var era = EraAt(day, names);
            Appear(names.Coin(Odd) ? names.Site() : names.Phishing(era), true, era);
        }

        void Appear(string url, bool isPhishing, int era) => _appearances.Add(new Appearance(day.AddSeconds(names.Next(86_400)), url, isPhishing, era));
    }

    // One in five keeps the ways of an era before.
    private int EraAt(DateTimeOffset day, MadeUpNames names)
    {
        var era = day < SecondEra ? 0 : day < ThirdEra ? 1 : 2;
        return era > 0 && names.Coin(5) ? names.Next(era) : era;
    }
}
