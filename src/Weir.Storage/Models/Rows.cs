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

/// <summary>A pair as the mapper fills it.</summary>
internal sealed class ShadowPairRow
{
    public long SubjectKey { get; init; }

    public double ChampionScore { get; init; }

    public double ChallengerScore { get; init; }

    public int ChampionDecision { get; init; }

    public int ChallengerDecision { get; init; }

    public ShadowPair ToPair() => new(SubjectKey, ChampionScore, ChallengerScore, ChampionDecision, ChallengerDecision);
}

/// <summary>The version on top of the champions.</summary>
internal sealed class TopRow
{
    public long Depth { get; init; }

    public string Version { get; init; } = "";
}
