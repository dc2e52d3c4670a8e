using Weir.Detection;
using Weir.Detection.Reference;

namespace Weir.Server.Models;

/// <summary>What answers now: one immutable snapshot, replaced whole when a new champion comes.</summary>
/// <param name="Check">Judges one subject; never throws on hostile text; safe on any thread.</param>
/// <param name="Model">The model that judges; null without one.</param>
/// <param name="Origin">Where the model comes from: champion, pinned, baseline or none.</param>
/// <param name="NotReady">Why checks cannot be judged, in one sentence; null when they can.</param>
/// <param name="Problem">Why something else than the champion serves, in one sentence; null when all is well.</param>
internal sealed record ServedDetector(Func<string, Explain, Verdict> Check, ModelIdentity? Model, string Origin, string? NotReady, string? Problem = null)
{
    /// <summary>The reference lists that the answers stand on.</summary>
    public IReadOnlyList<ReferenceList> Reference { get; init; } = [];

    /// <summary>Makes what judges many subjects together without reasons, one a thread; null when there is only <see cref="Check"/>.</summary>
    public Func<IQuickBlock>? CreateBlock { get; init; }

    /// <summary>The model that answers, or answers most.</summary>
    public ServedArm Champion { get; } = new(Check, Model);

    /// <summary>The challenger that runs beside it; null when none does.</summary>
    public ServedChallenger? Challenger { get; init; }

    /// <summary>The same models for each tenant that has list entries of its own; null when none has.</summary>
    public IReadOnlyDictionary<string, ServedDetector>? Tenants { get; init; }

    /// <summary>What answers a tenant: this, or the same models with the tenant's own list entries on top. Costs nothing while no tenant has any.</summary>
    public ServedDetector For(string tenant) => Tenants is null ? this : Tenants.GetValueOrDefault(tenant, this);

    /// <summary>The verdict about one subject, by the model whose subject it is.</summary>
    public Verdict Judge(string subject, Explain explain) =>
        Challenger is { Share: { } share, Arm: var arm, Check: var tried } && share.Takes(subject) && arm.TryJudge(subject, explain, tried) is { } verdict
            ? verdict
            : Champion.Judge(subject, explain, Check);

    /// <summary>Answers unknown to everything, and says why.</summary>
    public static ServedDetector Without(string reason, TimeProvider time) => new(
        (subject, _) => new Verdict { Subject = subject, Decision = Decision.Unknown, CheckedAt = time.GetUtcNow(), Error = reason },
        null, "none", reason);
}
