using Weir.Detection;
using Weir.Pipeline.Deployment;

namespace Weir.Server.Models;

/// <summary>A challenger beside the champion. Its share says about whom it answers; without one it is a shadow and answers nobody.</summary>
internal sealed record ServedChallenger(ServedArm Arm, long Deployment, TrafficShare? Share)
{
    /// <summary>How it judges for a tenant that has lists of its own; null = as for everyone.</summary>
    public Func<string, Explain, Verdict>? Check { get; init; }
}
