using System.Globalization;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>What became of a challenger: promoted, shadow or ab (it runs beside the champion), or refused; and why, in one sentence.</summary>
public sealed record DeploymentResult(string Outcome, string Version, string Sentence)
{
    /// <summary>Whether the challenger serves or runs.</summary>
    public bool Done => Outcome != Refused;

    /// <summary>The outcome of a version that may not be put to work.</summary>
    public const string Refused = "refused";
}

/// <summary>
/// Puts a challenger that passed its gates to work, as the plan says: at once, or first beside the champion. May be called again after an
/// interruption: what was done is found done.
/// </summary>
/// <param name="store">Keeps the records.</param>
/// <param name="plan">How challengers get to work.</param>
/// <param name="channel">Whose models: 0 for addresses.</param>
public sealed class Deployer(WeirStore store, DeploymentPlan plan, int channel = ModelStore.UrlChannel)
{
    private readonly ModelRegistry _registry = new(store, channel);
    private readonly ModelStore _models = store.Models.On(channel);
    private readonly DeploymentStore _deployments = store.Deployments.On(channel);
    private readonly ReignLog _reigns = store.Reigns.On(channel);

    /// <summary>Deploys by the plan. A version that was rolled back once is refused; soon after a rollback nothing is promoted at once.</summary>
    public DeploymentResult Deploy(string version, string actor)
    {
        if (_models.Champion() is not { } champion || champion.Version == version || !_registry.IsWhole(champion.Version)) return Promote(version, actor);
        if (_reigns.LastRollback(version) is { } rollback)
            return Refuse(version, actor, string.Create(CultureInfo.InvariantCulture,
                $"{version} was rolled back on {rollback.At:yyyy-MM-dd} ({rollback.Reason}); `weir models promote {version}` puts it to work all the same."));
        if (plan.Mode != DeploymentPlan.Promote) return Begin(version, plan.Mode, actor);
        return CoolingUntil() is { } until
            ? Begin(version, DeploymentPlan.Shadow, actor, reason: string.Create(CultureInfo.InvariantCulture, $"after a rollback nothing is promoted at once until {until:yyyy-MM-dd HH:mm} UTC"))
            : Promote(version, actor);
    }

    /// <summary>Lets a version run beside the champion; the one that runs there is replaced.</summary>
    public DeploymentResult Begin(string version, string mode, string actor, double? share = null, string? reason = null)
    {
        if (_registry.WhyNot(version) is { } refusal) return Refuse(version, actor, refusal);
        var percent = mode == DeploymentPlan.Ab ? share ?? plan.Share : 0;
        if (_deployments.Running() is { } running && running.Version == version && running.Mode == mode && running.Share.Equals(percent))
            return new(mode, version, $"{version} runs beside the champion {running.Champion} already.");
        var length = Longer(plan.ShadowLength, CoolingUntil() - store.Time.GetUtcNow());
        if (_deployments.Begin(version, mode, percent, length, actor, reason ?? Purpose(mode, percent, length)) is not { } begun)
            return new(DeploymentResult.Refused, version, _models.Champion() is null
                ? $"There is no champion beside which {version} could run; `weir models promote {version}` puts it to work."
                : $"{version} is the champion already.");
        return new(mode, version, $"{version} runs beside the champion {begun.Champion}: {Purpose(mode, percent, length)}.");
    }

    private DeploymentResult Promote(string version, string actor)
    {
        var promotion = _registry.Promote(version, actor);
        return new(promotion.Done ? "promoted" : DeploymentResult.Refused, version, promotion.Reason);
    }

    private DeploymentResult Refuse(string version, string actor, string sentence)
    {
        if (_models.Find(version) is not null) _models.Refuse(version, actor, sentence);
        return new(DeploymentResult.Refused, version, sentence);
    }

    private DateTimeOffset? CoolingUntil() =>
        _reigns.LastRollback() is { } last && last.At + plan.CoolDown > store.Time.GetUtcNow() ? last.At + plan.CoolDown : null;

    private static TimeSpan Longer(TimeSpan usual, TimeSpan? least) => least > usual ? least.Value : usual;

    private static string Purpose(string mode, double share, TimeSpan length)
    {
        FormattableString text = mode == DeploymentPlan.Ab
            ? (FormattableString)$"it answers {100 * share:0.#} % of the subjects for {length.TotalHours:0.#} hours at most"
            : $"it scores live traffic and answers nothing for {length.TotalHours:0.#} hours at most";
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
