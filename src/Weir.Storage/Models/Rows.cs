namespace Weir.Storage.Models;

/// <summary>A champion as the mapper fills it: it sets properties, where a constructor would need the column types to match.</summary>
internal sealed class ChampionRow
{
    public string Version { get; init; } = "";

    public string Sha256 { get; init; } = "";

    public string File { get; init; } = "";

    public DateTimeOffset Since { get; init; }

    public Champion ToChampion() => new(Version, Sha256, File, Since);
}

/// <summary>A model event as the mapper fills it.</summary>
internal sealed class EventRow
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    public string Kind { get; init; } = "";

    public string Version { get; init; } = "";

    public string? Previous { get; init; }

    public string Actor { get; init; } = "";

    public string Reason { get; init; } = "";

    public ModelEvent ToEvent() => new(Id, At, Kind, Version, Previous, Actor, Reason);
}
