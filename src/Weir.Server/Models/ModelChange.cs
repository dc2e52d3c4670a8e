using Microsoft.AspNetCore.Http;
using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Server.Live;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Models;

/// <summary>What became of a change: the HTTP status that says so, and a sentence.</summary>
internal sealed record ModelChange(int Status, string Sentence)
{
    /// <summary>Whether it was done.</summary>
    public bool IsDone => Status == StatusCodes.Status200OK;
}

/// <summary>Who serves, changed by a person: the one way for pages and programs. Every change needs a reason and lands in the history.</summary>
internal sealed class ModelChanges(Func<WeirStore?> open, ServerOptions options, LiveEvents live)
{
    /// <summary>Most characters of a reason.</summary>
    public const int MostReason = 500;

    /// <summary>Puts a version to work that passed its gates.</summary>
    public ModelChange Promote(string version, string? why, string actor) =>
        With(why, (store, reason) => Answer(ModelRegistry.Of(store, version).Promote(version, actor, reason)));

    /// <summary>Puts an earlier champion of a channel back to work: the named one, else the last before this one whose file is whole.</summary>
    public ModelChange Rollback(string? to, string? why, string actor, int channel = ModelStore.UrlChannel) =>
        With(why, (store, reason) => Answer(new ModelRegistry(store, channel).Rollback(actor, reason, to)));

    /// <summary>Lets a version run beside the champion: mode shadow, or ab with a share in percent.</summary>
    public ModelChange Begin(string? version, string? mode, double? share, string? why, string actor) => With(why, (store, reason) =>
    {
        if (version is not { Length: > 0 }) return Refused(StatusCodes.Status400BadRequest, "The body names no version: send {\"version\": \"...\", \"reason\": \"...\"}.");
        if (mode is not (null or DeploymentPlan.Shadow or DeploymentPlan.Ab)) return Refused(StatusCodes.Status400BadRequest, "The mode is shadow or ab.");
        if (share is { } percent and not (>= 1 and <= 99)) return Refused(StatusCodes.Status400BadRequest, "The share is a percentage from 1 to 99.");
        if (mode == DeploymentPlan.Ab && store.Models.Find(version)?.Channel > ModelStore.UrlChannel)
            return Refused(StatusCodes.Status400BadRequest, "The mode ab belongs to models of addresses: the rows of one file are judged by one model. The mode shadow is for tables, too.");
        var result = new Deployer(store, options.Deployment, store.Models.Find(version)?.Channel ?? ModelStore.UrlChannel).Begin(version, mode ?? DeploymentPlan.Shadow, actor, share / 100, reason);
        return Answer(new PromotionResult(result.Done, result.Sentence));
    });

    /// <summary>Ends what runs beside the champion of a channel; the champion stays.</summary>
    public ModelChange Drop(string? why, string actor, int channel = ModelStore.UrlChannel) => With(why, (store, reason) => Answer(
        store.Deployments.On(channel).Running() is { } running && store.Deployments.On(channel).Drop(running.Id, actor, reason)
            ? new PromotionResult(true, $"{running.Version} is dropped; {running.Champion} stays the champion.")
            : new PromotionResult(false, "Nothing runs beside the champion.")));

    private ModelChange With(string? why, Func<WeirStore, string, ModelChange> change)
    {
        if (why?.Trim() is not { Length: > 0 and <= MostReason } reason)
            return Refused(StatusCodes.Status400BadRequest, $"Say why: {{\"reason\": \"...\"}}, at most {MostReason} characters. It is kept in the history.");
        if (open() is not { } store)
            return Refused(StatusCodes.Status409Conflict, "The data directory has no models yet: the shipped baseline serves. Run `weir cycle --once`.");
        var result = change(store, reason);
        if (result.IsDone) live.Publish("models");
        return result;
    }

    private static ModelChange Answer(PromotionResult result) => new(result.Done ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, result.Reason);

    private static ModelChange Refused(int status, string sentence) => new(status, sentence);
}
